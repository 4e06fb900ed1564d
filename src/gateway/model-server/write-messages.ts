import type { Answer } from './choose-reply.ts';
import { frame, pieces, type Writer } from './writer.ts';

export const MESSAGES_WRITER: Writer = {
  whole(answer) {
    return { ...head(answer), content: blocksOf(answer), stop_reason: stopOf(answer), usage: usageOf(answer) };
  },

  *stream(answer) {
    const event = (type: string, rest: object) => frame({ type, ...rest }, type);
    const usage = { ...usageOf(answer), output_tokens: 1 };
    yield event('message_start', { message: { ...head(answer), content: [], stop_reason: null, usage } });
    for (const [index, block] of blocksOf(answer).entries()) {
      const isText = block.type === 'text';
      const empty = isText ? { type: 'text', text: '' } : { ...block, input: {} };
      yield event('content_block_start', { index, content_block: empty });
      for (const piece of pieces(isText ? block.text : JSON.stringify(block.input))) {
        const delta = isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece };
        yield event('content_block_delta', { index, delta });
      }
      yield event('content_block_stop', { index });
    }
    yield event('message_delta', {
      delta: { stop_reason: stopOf(answer), stop_sequence: null },
      usage: { output_tokens: answer.usage.output },
    });
    yield event('message_stop', {});
  },

  failure(status, message) {
    const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'api_error' : 'invalid_request_error';
    return { type: 'error', error: { type, message } };
  },
};

type Block = { type: 'text'; text: string } | { type: 'tool_use'; id: string; name: string; input: unknown };

function blocksOf({ text, calls }: Answer): Block[] {
  const said: Block[] = text === '' ? [] : [{ type: 'text', text }];
  return [
    ...said,
    ...calls.map(({ id, tool, args }): Block => ({ type: 'tool_use', id, name: tool.name, input: args })),
  ];
}

function head({ id, model }: Answer) {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function stopOf({ calls }: Answer): string {
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}

/** Here the cached tokens are counted beside the others, not among them. */
function usageOf({ usage: { input, cachedInput, cacheWrite, output } }: Answer) {
  return {
    input_tokens: input - cachedInput - cacheWrite,
    cache_read_input_tokens: cachedInput,
    cache_creation_input_tokens: cacheWrite,
    output_tokens: output,
  };
}
