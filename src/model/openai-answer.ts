import type OpenAI from 'openai';
import { type ModelAnswer, type ModelCall, NO_TEXT, readArguments, writeArguments } from './model.ts';

type Sent = OpenAI.ChatCompletionMessage;

/** An answer as servers send it, and not only as their schema has it. */
export function readOpenAiAnswer({ choices }: OpenAI.ChatCompletion): ModelAnswer {
  const { message, logprobs, finish_reason } = choices?.[0] ?? {};
  if (!message) throw new Error('an answer without a message');
  const text = textOf(message.content);
  const calls = callsOf(message);
  const tokens = logprobs?.content?.map(({ token, logprob, top_logprobs }) => {
    const top = (top_logprobs ?? []).map((one) => ({ token: one.token, logprob: one.logprob }));
    return { token, logprob, top };
  });
  const { reasoning_content, reasoning } = message as { reasoning_content?: unknown; reasoning?: unknown };
  const thought = [reasoning_content, reasoning].find((one) => typeof one === 'string');
  return {
    text,
    calls,
    native: nativeOf(message, text, calls),
    logprobs: tokens ?? null,
    ...(typeof thought === 'string' && { reasoning: thought }),
    ...(finish_reason === 'length' && { end: 'cut' as const }),
  };
}

/** A text, or parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('');
}

/** Functions are all that is offered, whatever a server says of the type, and some leave out the id. */
function callsOf({ tool_calls }: Sent): ModelCall[] {
  const calls: unknown[] = Array.isArray(tool_calls) ? tool_calls : [];
  return calls.flatMap((call, place) => {
    const { id, function: called } = (call ?? {}) as {
      id?: unknown;
      function?: { name?: unknown; arguments?: unknown };
    };
    if (!called) return [];
    const tool = typeof called.name === 'string' ? called.name : '';
    return [
      { id: typeof id === 'string' && id !== '' ? id : `call_${place}`, tool, ...readArguments(called.arguments) },
    ];
  });
}

/** As it goes back: with whatever else it held, and in the form that a provider takes. */
function nativeOf(message: Sent, text: string, calls: readonly ModelCall[]): unknown {
  const { tool_calls: _, content, ...rest } = message;
  const isEmpty = text === '' && calls.length === 0;
  return {
    ...rest,
    role: 'assistant',
    content: isEmpty ? NO_TEXT : typeof content === 'string' ? content.toWellFormed() : text === '' ? null : text,
    ...(calls.length > 0 && {
      tool_calls: calls.map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.tool || 'unknown', arguments: writeArguments(call) },
      })),
    }),
  };
}
