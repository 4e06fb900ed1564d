import type { AnswerNews, Dialect, Part } from './dialect.ts';
import { contentText, count, list, record, text } from './json.ts';
import { openAiRefusal } from './openai-refusal.ts';
import { joinParts } from './parts.ts';

/** OpenAI Chat Completions, which vLLM, Ollama, OpenRouter and many more speak. */
export const CHAT: Dialect = {
  name: 'chat',
  path: /\/chat\/completions$/,
  readRequest(body) {
    const { model, stream, tools, messages } = record(body);
    return {
      model: text(model),
      stream: stream === true,
      tools: list(tools).map((tool) => ({ name: text(record(record(tool).function).name) })),
      parts: joinParts(list(messages).map(readMessage)),
    };
  },

  readAnswer: (body) => ({ ...readUsage(body), done: true }),

  readEvent(data) {
    if (data === '[DONE]') return { done: true };
    const { error } = record(data);
    return error === undefined ? readUsage(data) : { failed: text(record(error).message) || 'an error in the stream' };
  },

  askForUsage(body) {
    const { stream, stream_options } = record(body);
    if (stream !== true || record(stream_options).include_usage === true) return null;
    return { stream_options: { ...record(stream_options), include_usage: true } };
  },

  noTools: 'none',
  refusal: openAiRefusal,
};

function readUsage(body: unknown): AnswerNews {
  const { usage } = record(body);
  if (typeof usage !== 'object' || usage === null) return {};
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = record(usage);
  const { cached_tokens } = record(prompt_tokens_details);
  return {
    usage: { input: count(prompt_tokens), cachedInput: count(cached_tokens), output: count(completion_tokens) },
  };
}

const SIDES: Record<string, Part['by']> = { system: 'system', developer: 'system', assistant: 'model' };

function readMessage(message: unknown): Part {
  const { role, content, tool_calls } = record(message);
  const calls = list(tool_calls).map((call) => {
    const { name, arguments: args } = record(record(call).function);
    return `${text(name)} ${text(args)}`;
  });
  return { by: SIDES[text(role)] ?? 'user', text: [contentText(content), ...calls].filter(Boolean).join('\n') };
}
