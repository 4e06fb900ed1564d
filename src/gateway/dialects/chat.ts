import type { Tokens } from '../../budget/prices.ts';
import type { AnswerNews, Dialect, Part } from './dialect.ts';
import { type Failure, failureIn } from './failure.ts';
import { argumentsText, contentText, count, hasOtherParts, list, record, text } from './json.ts';
import { openAiRefusal } from './openai-refusal.ts';
import { joinParts } from './parts.ts';

/** OpenAI Chat Completions, which vLLM, Ollama, OpenRouter and many more speak. */
export const CHAT: Dialect = {
  name: 'chat',
  path: /\/chat\/completions$/,
  readRequest(body) {
    const { model, stream, tools, functions, tool_choice, function_call, messages, seed } = record(body);
    const named = [...list(tools).map((tool) => record(tool).function), ...list(functions)];
    return {
      model: text(model),
      stream: Boolean(stream),
      tools: named.map((one) => ({ name: text(record(one).name) })),
      withheld: tool_choice === 'none' || (list(tools).length === 0 && function_call === 'none'),
      form: null,
      seed: typeof seed === 'number' ? seed : null,
      parts: joinParts(list(messages).map(readMessage)),
    };
  },

  readAnswer: (body) => ({ ...readBody(body, 'message'), done: true }),
  readEvent: (data) => (data === '[DONE]' ? { done: true } : readBody(data, 'delta')),
  readUsage,

  askForUsage(body) {
    const { stream, stream_options } = record(body);
    if (!stream || record(stream_options).include_usage === true) return null;
    return { stream_options: { ...record(stream_options), include_usage: true } };
  },

  noTools: 'none',
  refusal: openAiRefusal,
};

function readUsage({ prompt_tokens, completion_tokens, prompt_tokens_details }: Record<string, unknown>): Tokens {
  const cachedInput = count(record(prompt_tokens_details).cached_tokens);
  const input = Math.max(count(prompt_tokens), cachedInput);
  return { input, cachedInput, cacheWrite: 0, output: count(completion_tokens) };
}

/** Of the first choice: agents ask for one. */
function readBody(body: unknown, key: 'message' | 'delta'): AnswerNews {
  const choices = list(record(body).choices);
  const choice = record(choices[0]);
  const failure = failureIn(body) ?? failureIn(choice) ?? failureOfChoice(choice);
  const usage = { usage: record(record(body).usage) };
  if (failure) return { ...usage, ...failure };
  if (key === 'message' && !choice.message) return { ...usage, failed: 'an answer without choices' };
  const message = record(choice[key]);
  const calls = list(message.tool_calls).map((call, place) => {
    const { index, function: called } = record(call);
    const { name, arguments: args } = record(called);
    return { at: typeof index === 'number' ? index : place, tool: text(name), args: argumentsText(args) };
  });
  const hasOther = OTHER_CONTENT.some((name) => Boolean(message[name])) || hasOtherParts(message.content);
  const finish = text(choice.finish_reason);
  return { ...usage, said: contentText(message.content), calls, hasOther, ...(finish && { finish }) };
}

/** Beside text and calls, as providers name it. */
const OTHER_CONTENT = ['reasoning_content', 'reasoning', 'reasoning_details', 'refusal', 'function_call', 'audio'];

function failureOfChoice({ finish_reason }: Record<string, unknown>): Failure | null {
  return finish_reason === 'error' ? { failed: 'the answer ended with an error', code: null } : null;
}

const SIDES: Record<string, Part['by']> = { system: 'system', developer: 'system', assistant: 'model' };

function readMessage(message: unknown): Part {
  const { role, content, tool_calls } = record(message);
  const calls = list(tool_calls).map((call) => {
    const { name, arguments: args } = record(record(call).function);
    return `${text(name)} ${argumentsText(args)}`;
  });
  return { by: SIDES[text(role)] ?? 'user', text: [contentText(content), ...calls].filter(Boolean).join('\n') };
}
