import { contentText, list, record, text } from '../../gateway/dialects/json.ts';

/** What a request to a model holds that events do not keep, in whichever dialect it is. */
export type Conversation = {
  /** What stands before the first answer. */
  opening: { source: 'system' | 'user'; text: string }[];
  /** As OpenAI's Chat Completions has them. */
  tools: Record<string, unknown>[];
  /** The calls of the newest answer in their order, and what they came to; null where there is no result. */
  calls: { tool: string; result: string | null }[];
};

/** Lenient, like the gateway: what is not there is empty. */
export function readConversation(body: unknown): Conversation {
  const { messages, input, system, instructions, tools } = record(body);
  const said = contentText(system) || text(instructions);
  const items =
    typeof input === 'string' ? [{ role: 'user', content: input }] : [...list(messages), ...list(input)].map(record);
  const firstAnswer = items.findIndex(isModels);
  const asked = (firstAnswer < 0 ? items : items.slice(0, firstAnswer)).map(readOpening);
  return {
    opening: [...(said ? [{ source: 'system', text: said } as const] : []), ...asked].filter(
      (part) => part.text !== '',
    ),
    tools: list(tools).map(record).flatMap(readTool),
    calls: lastCalls(items),
  };
}

type Item = Record<string, unknown>;

function isModels({ role, type }: Item): boolean {
  return role === 'assistant' || type === 'reasoning' || /_call$/.test(text(type));
}

function readOpening({ role, content }: Item): Conversation['opening'][number] {
  return { source: role === 'system' || role === 'developer' ? 'system' : 'user', text: contentText(content) };
}

/** A group of tools is its tools; what is no function (a provider's own search, say) stays as it is. */
function readTool(tool: Item): Record<string, unknown>[] {
  if (tool.type === 'namespace') return list(tool.tools).map(record).flatMap(readTool);
  if (typeof tool.function === 'object' || text(tool.name) === '') return [tool];
  const { name, description, input_schema, parameters } = tool;
  const schema = input_schema ?? parameters;
  return [
    {
      type: 'function',
      function: {
        name,
        ...(description !== undefined && { description }),
        ...(schema !== undefined && { parameters: schema }),
      },
    },
  ];
}

function lastCalls(items: readonly Item[]): Conversation['calls'] {
  const last = items.findLastIndex(isModels);
  const before = items.slice(0, last + 1);
  const answer = before.slice(before.findLastIndex((item) => !isModels(item)) + 1);
  const results = new Map(items.slice(last + 1).flatMap(readResults));
  return answer.flatMap(readCalls).map(({ id, tool }) => ({ tool, result: results.get(id) ?? null }));
}

function readCalls({ type, name, call_id, tool_calls, content }: Item): { id: string; tool: string }[] {
  if (text(call_id) !== '') return [{ id: text(call_id), tool: text(name) || text(type) }];
  const uses = list(content)
    .map(record)
    .filter((block) => block.type === 'tool_use');
  return [
    ...list(tool_calls)
      .map(record)
      .map((call) => ({ id: text(call.id), tool: text(record(call.function).name) })),
    ...uses.map((use) => ({ id: text(use.id), tool: text(use.name) })),
  ];
}

function readResults({ role, tool_call_id, content, call_id, output }: Item): [string, string][] {
  if (role === 'tool') return [[text(tool_call_id), contentText(content)]];
  if (text(call_id) !== '') return [[text(call_id), text(output) || contentText(output)]];
  const blocks = list(content)
    .map(record)
    .filter(({ type }) => type === 'tool_result');
  return blocks.map((block) => [text(block.tool_use_id), contentText(block.content)]);
}
