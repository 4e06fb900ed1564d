import type { AnswerNews, Dialect, Part } from './dialect.ts';
import { contentText, count, list, record, text } from './json.ts';
import { joinParts } from './parts.ts';

/** Anthropic Messages. */
export const MESSAGES: Dialect = {
  name: 'messages',
  path: /\/messages$/,
  readRequest(body) {
    const { model, stream, tools, messages, system } = record(body);
    const said = contentText(system);
    return {
      model: text(model),
      stream: stream === true,
      tools: list(tools).map((tool) => ({ name: text(record(tool).name) })),
      parts: joinParts([...(said ? [{ by: 'system', text: said } as const] : []), ...list(messages).map(readMessage)]),
    };
  },

  readAnswer: (body) => ({ ...readUsage(record(body).usage), done: true }),

  readEvent(data) {
    const { type, message, usage, error } = record(data);
    if (type === 'error') return { failed: text(record(error).message) || 'an error in the stream' };
    if (type === 'message_start') return readUsage(record(message).usage);
    if (type === 'message_delta') return readUsage(usage);
    return type === 'message_stop' ? { done: true } : {};
  },

  askForUsage: () => null,
  noTools: { type: 'none' },
  refusal: (message) => ({ type: 'error', error: { type: 'invalid_request_error', message } }),
};

/** The cached tokens are counted beside the others here; with us they are among them. Later events may leave some out. */
function readUsage(usage: unknown): AnswerNews {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = record(usage);
  const [cachedInput, cacheWrite] = [count(cache_read_input_tokens), count(cache_creation_input_tokens)];
  const prompt = { input: count(input_tokens) + cachedInput + cacheWrite, cachedInput, cacheWrite };
  return { usage: { ...(prompt.input > 0 && prompt), output: count(output_tokens) } };
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
