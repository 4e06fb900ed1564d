import type { Tokens } from '../../budget/prices.ts';
import type { AnswerNews, Dialect, OfferedTool, Part } from './dialect.ts';
import { failureIn, readFailure } from './failure.ts';
import { argumentsText, contentText, count, list, record, text } from './json.ts';
import { openAiRefusal } from './openai-refusal.ts';
import { joinParts } from './parts.ts';

/** OpenAI Responses, with the whole conversation in each request. */
export const RESPONSES: Dialect = {
  name: 'responses',
  path: /\/responses$/,
  readRequest(body) {
    const { model, stream, tools, tool_choice, input, instructions } = record(body);
    const items = typeof input === 'string' ? [{ by: 'user', text: input } as const] : list(input).map(readItem);
    const said = text(instructions);
    return {
      model: text(model),
      stream: Boolean(stream),
      tools: list(tools).flatMap((tool) => readTool(record(tool))),
      withheld: tool_choice === 'none',
      form: null,
      seed: null,
      parts: joinParts([...(said ? [{ by: 'system', text: said } as const] : []), ...items]),
    };
  },

  readAnswer(body) {
    const response = readResponse(body);
    if (response.failed !== undefined) return response;
    if (!Array.isArray(record(body).output)) return { ...response, failed: 'an answer without output' };
    return { ...response, ...joinItems(list(record(body).output)) };
  },

  readEvent(data) {
    const { type, response, item, output_index, delta } = record(data);
    const name = text(type);
    if (name === 'error' || name === 'response.error') return failureIn(data) ?? readFailure(data);
    if (name === 'response.output_item.done') return readOutput(record(item), count(output_index));
    // Its text comes whole with its item; that it has begun is known before.
    if (name.endsWith('.delta')) return { hasOther: text(delta) !== '' };
    const ends = name === 'response.completed' || name === 'response.incomplete' || name === 'response.failed';
    return ends ? readResponse(response) : (failureIn(data) ?? {});
  },
  readUsage,

  askForUsage: () => null,
  noTools: 'none',
  refusal: openAiRefusal,
};

function readResponse(body: unknown): AnswerNews {
  const { status, usage } = record(body);
  const failure = failureIn(body) ?? (status === 'failed' ? readFailure('the response failed') : null);
  if (failure) return { usage: record(usage), ...failure };
  return { usage: record(usage), finish: text(status) || 'completed', done: true };
}

function readUsage({ input_tokens, output_tokens, input_tokens_details }: Record<string, unknown>): Tokens {
  const cachedInput = count(record(input_tokens_details).cached_tokens);
  const input = Math.max(count(input_tokens), cachedInput);
  return { input, cachedInput, cacheWrite: 0, output: count(output_tokens) };
}

function joinItems(items: readonly unknown[]): AnswerNews {
  const read = items.map((item, at) => readOutput(record(item), at));
  return {
    said: read.map(({ said = '' }) => said).join(''),
    calls: read.flatMap(({ calls = [] }) => calls),
    hasOther: read.some(({ hasOther }) => hasOther),
  };
}

function readOutput(item: Record<string, unknown>, at: number): AnswerNews {
  const type = text(item.type);
  if (type === 'message') return { said: contentText(item.content), hasOther: hasRefusal(item) };
  if (!type.endsWith('_call')) return { hasOther: type !== '' };
  return { calls: [{ at, tool: text(item.name) || type, args: argumentsOf(item) }] };
}

function hasRefusal({ content }: Record<string, unknown>): boolean {
  return list(content).some((part) => text(record(part).refusal) !== '');
}

/** As the kinds of calls write them: functions, free text, a shell's action. */
function argumentsOf(item: Record<string, unknown>): string {
  return argumentsText(item.arguments) || text(item.input) || JSON.stringify(item.action ?? {});
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
    return { by: 'model', text: `${text(item.name)} ${argumentsOf(item)}` };
  }
  if (type === 'reasoning') return { by: 'model', text: '' };
  return { by: SIDES[text(item.role)] ?? 'user', text: contentText(item.content) };
}
