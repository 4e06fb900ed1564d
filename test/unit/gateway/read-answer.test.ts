import { describe, expect, it } from 'vitest';
import { costOf } from '../../../src/budget/prices.ts';
import { CHAT } from '../../../src/gateway/dialects/chat.ts';
import type { Dialect } from '../../../src/gateway/dialects/dialect.ts';
import { MESSAGES } from '../../../src/gateway/dialects/messages.ts';
import { RESPONSES } from '../../../src/gateway/dialects/responses.ts';
import { completeUsage } from '../../../src/gateway/merge-usage.ts';
import { createAnswerReader } from '../../../src/gateway/read-answer.ts';

const read = (dialect: Dialect, type: string, body: string) => {
  const reader = createAnswerReader(dialect, type);
  reader.push(Buffer.from(body));
  return reader.end();
};
const whole = (dialect: Dialect, body: unknown) =>
  read(dialect, 'application/json', typeof body === 'string' ? body : JSON.stringify(body));
const stream = (dialect: Dialect, events: unknown[]) =>
  read(
    dialect,
    'text/event-stream; charset=utf-8',
    events.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join(''),
  );

const choice = (more: object) => ({ choices: [{ index: 0, ...more }] });
const ok = { prompt_tokens: 5, completion_tokens: 2 };

describe('a failure inside a success status', () => {
  it.each<[string, Dialect, unknown]>([
    ['an error object', CHAT, { error: { message: 'no', code: 503 } }],
    ['an error as a text', CHAT, { error: 'model is loading' }],
    ['an older error of vLLM', CHAT, { object: 'error', message: 'no', code: 500 }],
    ['no choices', CHAT, { id: 'x', usage: ok }],
    ['null for choices', CHAT, { choices: null }],
    ['empty choices', CHAT, { choices: [], usage: ok }],
    ['a choice without a message', CHAT, choice({ finish_reason: 'stop' })],
    ['finish_reason error', CHAT, choice({ finish_reason: 'error', message: { content: 'half of' } })],
    ['an error in the choice', CHAT, choice({ error: { message: 'x', code: 502 }, message: { content: '' } })],
    ['an empty message that nothing is counted for', CHAT, choice({ finish_reason: 'stop', message: { content: '' } })],
    ['an empty body', CHAT, ''],
    ['a page', CHAT, '<html><body>Bad gateway</body></html>'],
    ['null', CHAT, 'null'],
    ['a list', CHAT, '[]'],
    ['an error object', MESSAGES, { type: 'error', error: { type: 'overloaded_error', message: 'x' } }],
    ['no content', MESSAGES, { type: 'message', stop_reason: 'end_turn' }],
    ['null for content', MESSAGES, { type: 'message', content: null }],
    ['a page', MESSAGES, '<html>'],
    ['an empty body', MESSAGES, ''],
    ['a failed response', RESPONSES, { status: 'failed', error: { code: 'server_error', message: 'x' }, output: [] }],
    ['no output', RESPONSES, { status: 'completed' }],
    ['an empty output', RESPONSES, { status: 'completed', output: [] }],
    ['an error object', RESPONSES, { error: { message: 'x' } }],
    ['a page', RESPONSES, '<html>'],
  ])('%s (%o)', (_, dialect, body) => {
    const end = whole(dialect, body);
    expect(end).toMatchObject({ whole: false, failed: expect.any(String) });
  });

  it.each<[string, Dialect, unknown[]]>([
    ['an error event', CHAT, [choice({ delta: { content: 'a' } }), { error: { message: 'x' } }]],
    ['nothing but its end', CHAT, ['[DONE]']],
    ['no events', CHAT, []],
    ['a role and its end', CHAT, [choice({ delta: { role: 'assistant', content: '' } }), '[DONE]']],
    ['finish_reason error', CHAT, [choice({ delta: { content: 'a' }, finish_reason: 'error' }), '[DONE]']],
    ['an end before that of the answer', CHAT, [choice({ delta: { content: 'half of' } })]],
    ['an error event', MESSAGES, [{ type: 'error', error: { type: 'overloaded_error', message: 'x' } }]],
    ['a start and an end alone', MESSAGES, [{ type: 'message_start', message: {} }, { type: 'message_stop' }]],
    ['a start alone', MESSAGES, [{ type: 'message_start', message: { usage: { input_tokens: 1 } } }]],
    ['an error event', RESPONSES, [{ type: 'error', message: 'x' }]],
    [
      'a failed response',
      RESPONSES,
      [{ type: 'response.failed', response: { status: 'failed', error: { message: 'x' } } }],
    ],
    ['no end', RESPONSES, [{ type: 'response.created', response: { status: 'in_progress' } }]],
    ['nothing', RESPONSES, []],
  ])('a stream with %s (%o)', (_, dialect, events) => {
    expect(stream(dialect, events)).toMatchObject({ whole: false, failed: expect.any(String) });
  });

  it('amounts to the status that it names', () => {
    expect(whole(CHAT, { error: { message: 'x', code: '402' } }).code).toBe(402);
    expect(whole(CHAT, { error: { message: 'x', code: 'context_length_exceeded' } }).code).toBe(400);
    expect(whole(MESSAGES, { type: 'error', error: { type: 'authentication_error', message: 'x' } }).code).toBe(401);
    expect(whole(CHAT, { error: { message: 'x' } }).code).toBeNull();
  });
});

describe('an answer', () => {
  it.each<[string, Dialect, unknown]>([
    ['with null for its error', CHAT, { error: null, ...choice({ message: { content: 'a' } }) }],
    ['that was cut off before it said anything', CHAT, choice({ finish_reason: 'length', message: { content: '' } })],
    [
      'that is empty, and was paid for',
      CHAT,
      { ...choice({ finish_reason: 'stop', message: { content: '' } }), usage: ok },
    ],
    ['that thinks alone', CHAT, choice({ finish_reason: 'stop', message: { content: null, reasoning_content: 'hm' } })],
    [
      'that is empty at the end of a turn',
      MESSAGES,
      { content: [], stop_reason: 'end_turn', usage: { input_tokens: 3, output_tokens: 2 } },
    ],
    [
      'with null for its error',
      RESPONSES,
      { error: null, status: 'completed', output: [{ type: 'message', content: [{ text: 'a' }] }] },
    ],
    ['that is incomplete', RESPONSES, { status: 'incomplete', output: [{ type: 'reasoning' }] }],
  ])('%s is one (%o)', (_, dialect, body) => {
    expect(whole(dialect, body)).toMatchObject({ whole: true, failed: null });
  });

  it('may end its stream without the word that it should', () => {
    const events = [
      { error: null, ...choice({ delta: { content: 'a' } }) },
      choice({ delta: {}, finish_reason: 'stop' }),
    ];
    expect(stream(CHAT, events)).toMatchObject({ whole: true, failed: null, said: 'a' });
  });

  it('may hold arguments as an object', () => {
    const call = { function: { name: 'bash', arguments: { command: 'ls' } } };
    expect(whole(CHAT, choice({ message: { tool_calls: [call] } })).calls).toEqual([
      { tool: 'bash', args: '{"command":"ls"}' },
    ]);
  });
});

describe('usage', () => {
  const START = { input_tokens: 3, cache_creation_input_tokens: 12_304, cache_read_input_tokens: 0, output_tokens: 1 };
  const messages = (start: object, last: object) => {
    const message = { type: 'message_start', message: { usage: start } };
    const said = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello' } };
    const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: last };
    return stream(MESSAGES, [message, said, end, { type: 'message_stop' }]).usage;
  };
  it.each([
    { output_tokens: 550 },
    { input_tokens: 3, output_tokens: 550 },
    { input_tokens: null, cache_creation_input_tokens: null, cache_read_input_tokens: null, output_tokens: 550 },
    { ...START, output_tokens: 550 },
  ])('is merged field by field: %o', (last) => {
    expect(messages(START, last)).toEqual({ input: 12_307, cachedInput: 0, cacheWrite: 12_304, output: 550 });
  });

  it('tells what is kept for an hour, which costs twice the input', () => {
    const cache_creation = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 1_000_000 };
    const usage = messages(
      { ...START, input_tokens: 0, cache_creation_input_tokens: 1_000_000, cache_creation },
      { output_tokens: 1 },
    );
    expect(usage).toEqual({
      input: 1_000_000,
      cachedInput: 0,
      cacheWrite: 1_000_000,
      cacheWriteHour: 1_000_000,
      output: 1,
    });
    expect(costOf({ ...usage, output: 0 }, { input: 3, cacheWrite: 3.75, output: 15 })).toBe(6);
    expect(costOf({ ...usage, output: 0, cacheWriteHour: 0 }, { input: 3, cacheWrite: 3.75, output: 15 })).toBe(3.75);
  });

  it.each([
    undefined,
    null,
    {},
    { prompt_tokens: 0, completion_tokens: 0 },
    { prompt_tokens: '12', completion_tokens: '3' },
    'none',
  ])('that is %o is none: it is estimated, and marked', (usage) => {
    const answer = whole(CHAT, { ...choice({ finish_reason: 'stop', message: { content: 'x'.repeat(40) } }), usage });
    const estimated = { input: 25, cachedInput: 0, cacheWrite: 0, output: 10 };
    expect(completeUsage(Buffer.alloc(100), answer)).toEqual({ usage: estimated, isEstimated: true });
  });

  it('of a stream that broke off is at least what was written', () => {
    const reader = createAnswerReader(MESSAGES, 'text/event-stream');
    const start = { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } };
    const said = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x'.repeat(80) } };
    for (const one of [start, said]) reader.push(Buffer.from(`data: ${JSON.stringify(one)}\n\n`));
    expect(completeUsage(Buffer.alloc(100), reader.end({ brokeOff: true })).usage).toMatchObject({
      input: 9,
      output: 20,
    });
  });
});
