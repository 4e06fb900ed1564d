import { record } from '../dialects/json.ts';
import type { Answer } from './choose-reply.ts';
import { CREATED, frame, openAiFailure, pieces, type Writer } from './writer.ts';

export const CHAT_WRITER: Writer = {
  whole(answer, body) {
    const message = {
      role: 'assistant',
      content: answer.text === '' && answer.calls.length > 0 ? null : answer.text,
      refusal: null,
      ...(answer.calls.length > 0 && { tool_calls: answer.calls.map(toolCall) }),
    };
    const logprobs = body.logprobs === true ? logprobsOf(answer) : null;
    return {
      ...head(answer, 'chat.completion'),
      choices: [{ index: 0, message, logprobs, finish_reason: finishOf(answer) }],
      usage: usageOf(answer),
    };
  },

  *stream(answer, body) {
    const chunk = (delta: unknown, finish: string | null = null) =>
      frame({
        ...head(answer, 'chat.completion.chunk'),
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      });
    yield chunk({ role: 'assistant', content: '' });
    for (const content of pieces(answer.text)) yield chunk({ content });
    for (const [index, call] of answer.calls.entries()) {
      const { id, type, function: named } = toolCall(call);
      yield chunk({ tool_calls: [{ index, id, type, function: { name: named.name, arguments: '' } }] });
      for (const piece of pieces(named.arguments)) {
        yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      }
    }
    yield chunk({}, finishOf(answer));
    if (record(body.stream_options).include_usage === true) {
      yield frame({ ...head(answer, 'chat.completion.chunk'), choices: [], usage: usageOf(answer) });
    }
    yield frame('[DONE]');
  },

  failure: openAiFailure,
};

function head({ id, model }: Answer, object: string) {
  return { id: `chatcmpl-${id}`, object, created: CREATED, model };
}

function finishOf({ calls }: Answer): string {
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function toolCall({ id, tool, args }: Answer['calls'][number]) {
  return { id, type: 'function', function: { name: tool.name, arguments: JSON.stringify(args) } };
}

function usageOf({ usage }: Answer) {
  const { input, cachedInput, output } = usage;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cachedInput },
  };
}

function logprobsOf({ logprobs = [] }: Answer) {
  return {
    content: logprobs.map((alternatives) => {
      const top = Object.entries(alternatives).map(([token, logprob]) => ({ token, logprob, bytes: null }));
      return { ...top[0], top_logprobs: top };
    }),
    refusal: null,
  };
}
