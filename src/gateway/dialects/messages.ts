import type { Tokens } from '../../budget/prices.ts';
import type { AnswerNews, Dialect, Part } from './dialect.ts';
import { failureIn } from './failure.ts';
import { contentText, count, list, record, text } from './json.ts';
import { joinParts } from './parts.ts';

/** Anthropic Messages. */
export const MESSAGES: Dialect = {
  name: 'messages',
  path: /\/messages$/,
  readRequest(body) {
    const { model, stream, tools, tool_choice, messages, system } = record(body);
    const said = contentText(system);
    return {
      model: text(model),
      stream: Boolean(stream),
      tools: list(tools).map((tool) => ({ name: text(record(tool).name) })),
      withheld: record(tool_choice).type === 'none',
      form: record(tool_choice).type === 'tool' ? text(record(tool_choice).name) : null,
      seed: null,
      parts: joinParts([...(said ? [{ by: 'system', text: said } as const] : []), ...list(messages).map(readMessage)]),
    };
  },

  readAnswer(body) {
    const { usage, content, stop_reason } = record(body);
    const failure = failureIn(body);
    if (failure) return { usage: record(usage), ...failure };
    if (!Array.isArray(content)) return { usage: record(usage), failed: 'an answer without content' };
    const blocks = content.map(record);
    const calls = blocks.flatMap((block, at) => (block.type === 'tool_use' ? [readToolUse(block, at)] : []));
    const finish = text(stop_reason);
    const hasOther = blocks.some(isOther);
    return { usage: record(usage), said: contentText(content), calls, hasOther, ...(finish && { finish }), done: true };
  },

  readEvent(data) {
    const { type, message, usage, delta } = record(data);
    const failure = failureIn(data);
    if (failure) return failure;
    if (type === 'message_start') return { usage: record(record(message).usage) };
    if (type === 'message_delta') {
      const finish = text(record(delta).stop_reason);
      return { usage: record(usage), ...(finish && { finish }) };
    }
    if (type === 'content_block_start' || type === 'content_block_delta') return readBlock(record(data));
    return type === 'message_stop' ? { done: true } : {};
  },
  readUsage,

  askForUsage: () => null,
  noTools: { type: 'none' },
  refusal: (message) => ({ type: 'error', error: { type: 'invalid_request_error', message } }),
};

/** The cached tokens are counted beside the others here; with us they are among them. */
function readUsage(usage: Record<string, unknown>): Tokens {
  const { ephemeral_5m_input_tokens, ephemeral_1h_input_tokens } = record(usage.cache_creation);
  const cacheWriteHour = count(ephemeral_1h_input_tokens);
  const cacheWrite = Math.max(
    count(usage.cache_creation_input_tokens),
    count(ephemeral_5m_input_tokens) + cacheWriteHour,
  );
  const cachedInput = count(usage.cache_read_input_tokens);
  const input = count(usage.input_tokens) + cachedInput + cacheWrite;
  return {
    input,
    cachedInput,
    cacheWrite,
    ...(cacheWriteHour > 0 && { cacheWriteHour }),
    output: count(usage.output_tokens),
  };
}

/** Thinking, what the provider's own tools did: an empty text block is nothing. */
function isOther({ type }: Record<string, unknown>): boolean {
  return type !== 'text' && type !== 'tool_use';
}

function readToolUse({ name, input }: Record<string, unknown>, at: number) {
  if (typeof input === 'string') return { at, tool: text(name), args: input };
  // In a stream it begins empty, and its pieces follow.
  const isEmpty = Object.keys(record(input)).length === 0;
  return { at, tool: text(name), args: isEmpty ? '' : JSON.stringify(input) };
}

function readBlock({ index, content_block, delta }: Record<string, unknown>): AnswerNews {
  const [block, piece] = [record(content_block), record(delta)];
  if (block.type === 'tool_use') return { calls: [readToolUse(block, count(index))] };
  if (piece.type === 'input_json_delta') return { calls: [{ at: count(index), args: text(piece.partial_json) }] };
  const hasOther = content_block !== undefined ? isOther(block) : piece.type !== 'text_delta';
  return { said: text(block.text) + text(piece.text), hasOther };
}

function readMessage(message: unknown): Part {
  const { role, content } = record(message);
  const calls = list(content)
    .map(record)
    .filter(({ type }) => type === 'tool_use')
    .map(({ name, input }) => `${text(name)} ${JSON.stringify(input)}`);
  const by = role === 'assistant' ? 'model' : role === 'system' ? 'system' : 'user';
  return { by, text: [contentText(content), ...calls].filter(Boolean).join('\n') };
}
