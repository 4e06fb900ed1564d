import type { Answer } from './choose-reply.ts';
import { CREATED, frame, openAiFailure, pieces, type Writer } from './writer.ts';

export const RESPONSES_WRITER: Writer = {
  whole(answer) {
    return { ...head(answer, 'completed'), output: itemsOf(answer), usage: usageOf(answer) };
  },

  *stream(answer) {
    let sequence = 0;
    const event = (type: string, rest: object) => frame({ type, sequence_number: sequence++, ...rest }, type);
    const begun = { ...head(answer, 'in_progress'), output: [], usage: null };
    yield event('response.created', { response: begun });
    yield event('response.in_progress', { response: begun });
    for (const [index, item] of itemsOf(answer).entries()) {
      yield* item.type === 'message' ? streamMessage(event, index, item) : streamCall(event, index, item);
    }
    const response = { ...head(answer, 'completed'), output: itemsOf(answer), usage: usageOf(answer) };
    yield event('response.completed', { response });
  },

  failure: openAiFailure,
};

type Event = (type: string, rest: object) => string;
type TextPart = { type: 'output_text'; text: string; annotations: []; logprobs: unknown[] };
type Message = { type: 'message'; id: string; role: 'assistant'; status: string; content: TextPart[] };
type Call = { type: 'function_call'; id: string; call_id: string; name: string; status: string; arguments: string };

function* streamMessage(event: Event, output_index: number, item: Message): Iterable<string> {
  const at = { item_id: item.id, output_index, content_index: 0 };
  const part = item.content[0]!;
  yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
  yield event('response.content_part.added', { ...at, part: { ...part, text: '' } });
  for (const delta of pieces(part.text)) yield event('response.output_text.delta', { ...at, delta, logprobs: [] });
  yield event('response.output_text.done', { ...at, text: part.text, logprobs: part.logprobs });
  yield event('response.content_part.done', { ...at, part });
  yield event('response.output_item.done', { output_index, item });
}

function* streamCall(event: Event, output_index: number, item: Call): Iterable<string> {
  const at = { item_id: item.id, output_index };
  yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', arguments: '' } });
  for (const delta of pieces(item.arguments)) yield event('response.function_call_arguments.delta', { ...at, delta });
  yield event('response.function_call_arguments.done', { ...at, name: item.name, arguments: item.arguments });
  yield event('response.output_item.done', { output_index, item });
}

function head({ id, model }: Answer, status: string) {
  const unset = { error: null, incomplete_details: null, instructions: null, metadata: {}, temperature: null };
  const choices = { parallel_tool_calls: true, tool_choice: 'auto', tools: [], top_p: null };
  return { id: `resp_${id}`, object: 'response', created_at: CREATED, model, status, ...unset, ...choices };
}

function itemsOf({ id, text, calls, logprobs = [] }: Answer): (Message | Call)[] {
  const tops = logprobs.map((alternatives) => {
    const top = Object.entries(alternatives).map(([token, logprob]) => ({ token, logprob, bytes: [] }));
    return { ...top[0], top_logprobs: top };
  });
  const content: TextPart[] = [{ type: 'output_text', text, annotations: [], logprobs: tops }];
  const message: Message = { type: 'message', id: `msg_${id}`, role: 'assistant', status: 'completed', content };
  return [...(text === '' && calls.length > 0 ? [] : [message]), ...calls.map(callItem)];
}

function callItem({ id, tool, args }: Answer['calls'][number]): Call {
  return {
    type: 'function_call',
    id: `fc_${id}`,
    call_id: id,
    name: tool.name,
    // A client that offered a tool in a group wants to hear the group's name again.
    ...(tool.namespace !== undefined && { namespace: tool.namespace }),
    status: 'completed',
    arguments: JSON.stringify(args),
  };
}

function usageOf({ usage: { input, cachedInput, output } }: Answer) {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cachedInput },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
