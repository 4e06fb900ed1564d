import type { AnswerNews, Dialect, OfferedTool, Part } from './dialect.ts';
import { contentText, count, list, record, text } from './json.ts';
import { openAiRefusal } from './openai-refusal.ts';
import { joinParts } from './parts.ts';

/** OpenAI Responses, with the whole conversation in each request. */
export const RESPONSES: Dialect = {
  name: 'responses',
  path: /\/responses$/,
  readRequest(body) {
    const { model, stream, tools, input, instructions } = record(body);
    const items = typeof input === 'string' ? [{ by: 'user', text: input } as const] : list(input).map(readItem);
    const said = text(instructions);
    return {
      model: text(model),
      stream: stream === true,
      tools: list(tools).flatMap((tool) => readTool(record(tool))),
      parts: joinParts([...(said ? [{ by: 'system', text: said } as const] : []), ...items]),
    };
  },

  readAnswer: readResponse,

  readEvent(data) {
    const { type, response, message } = record(data);
    if (type === 'error') return { failed: text(message) || 'an error in the stream' };
    const ends = type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed';
    return ends ? readResponse(response) : {};
  },

  askForUsage: () => null,
  noTools: 'none',
  refusal: openAiRefusal,
};

function readResponse(body: unknown): AnswerNews {
  const { status, error, usage } = record(body);
  if (status === 'failed') return { failed: text(record(error).message) || 'the response failed' };
  const { input_tokens, output_tokens, input_tokens_details } = record(usage);
  const { cached_tokens } = record(input_tokens_details);
  const tokens = { input: count(input_tokens), cachedInput: count(cached_tokens), output: count(output_tokens) };
  return { usage: tokens, done: true };
}

function readTool({ type, name, tools }: Record<string, unknown>): OfferedTool[] {
  if (type !== 'namespace') return [{ name: text(name) || text(type) }];
  return list(tools).map((tool) => ({ name: text(record(tool).name), namespace: text(name) }));
}

const SIDES: Record<string, Part['by']> = { system: 'system', developer: 'system', assistant: 'model' };

function readItem(value: unknown): Part {
  const item = record(value);
  const type = text(item.type);
  if (type.endsWith('_output')) return { by: 'user', text: text(item.output) || contentText(item.output) };
  if (type.endsWith('_call')) {
    const args = text(item.arguments) || text(item.input) || JSON.stringify(item.action ?? '');
    return { by: 'model', text: `${text(item.name)} ${args}` };
  }
  if (type === 'reasoning') return { by: 'model', text: '' };
  return { by: SIDES[text(item.role)] ?? 'user', text: contentText(item.content) };
}
