import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelScript } from '../../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../../src/gateway/model-server/server.ts';
import type { LoopbackServer } from '../../../src/loopback/server.ts';

const USAGE = { input: 100, cachedInput: 40, output: 7 };
const SCRIPT = ModelScript.parse({
  models: ['one', 'two'],
  conversations: [
    {
      when: { contains: 'weather' },
      replies: [
        { text: 'Let me see.', calls: [{ tool: ['Look', 'look'], args: { at: 'the sky – über' } }], usage: USAGE },
        { text: 'It rains.' },
      ],
    },
    { when: { contains: 'verdict' }, replies: [{ text: 'YES', logprobs: [{ YES: -0.1, NO: -2.4 }] }] },
    { when: { contains: 'busy' }, replies: [{ text: 'at last', fail: { with: 429, times: 2 } }] },
    { when: { contains: 'silence' }, replies: [{ text: 'never', fail: { with: 'hang' } }] },
    { when: { contains: 'half' }, replies: [{ text: 'a text of some length', fail: { with: 'cut' } }] },
    { when: { tools: false }, replies: [{ text: 'no tools' }] },
  ],
});

let server: LoopbackServer;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  server = await openModelServer(SCRIPT);
  openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'x', maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: server.url, apiKey: 'x', maxRetries: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

const parameters = { type: 'object' as const, properties: { at: { type: 'string' } } };
const chatTools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { name: 'look', parameters } }];
const ask = (content: string) => ({ model: 'one', messages: [{ role: 'user' as const, content }] });

describe('Chat Completions', () => {
  const call = { type: 'function', function: { name: 'look', arguments: '{"at":"the sky – über"}' } };

  it('calls a tool that was offered, and goes on from its result', async () => {
    const request = { ...ask('the weather?'), tools: chatTools };
    const { choices, usage } = await openai.chat.completions.create(request);
    const { message, finish_reason } = choices[0]!;
    expect(finish_reason).toBe('tool_calls');
    expect(message).toMatchObject({ content: 'Let me see.', tool_calls: [call] });
    expect(usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 7, total_tokens: 107 });
    const tool_call_id = message.tool_calls![0]!.id;
    const messages = [...request.messages, message, { role: 'tool' as const, tool_call_id, content: 'grey' }];
    const next = await openai.chat.completions.create({ ...request, messages });
    expect(next.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'It rains.' } });
  });

  it('streams the same, with usage where that was asked for', async () => {
    const request = { ...ask('the weather?'), tools: chatTools };
    const final = await openai.chat.completions
      .stream({ ...request, stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(final.choices[0]!.message).toMatchObject({ content: 'Let me see.', tool_calls: [call] });
    expect(final.usage?.total_tokens).toBe(107);
    const silent = await openai.chat.completions.stream(request).finalChatCompletion();
    expect(silent.usage).toBeUndefined();
  });

  it('gives logprobs where they were asked for', async () => {
    const { choices } = await openai.chat.completions.create({ ...ask('verdict'), logprobs: true, top_logprobs: 2 });
    expect(choices[0]!.logprobs!.content![0]).toMatchObject({
      token: 'YES',
      logprob: -0.1,
      top_logprobs: [
        { token: 'YES', logprob: -0.1 },
        { token: 'NO', logprob: -2.4 },
      ],
    });
    expect((await openai.chat.completions.create(ask('verdict'))).choices[0]!.logprobs).toBeNull();
  });
});

describe('Responses', () => {
  const tools = [{ type: 'function' as const, name: 'look', parameters, strict: false }];
  const call = { type: 'function_call', name: 'look', arguments: '{"at":"the sky – über"}' };

  it('calls a tool, and goes on from its result', async () => {
    const first = await openai.responses.create({ model: 'one', input: 'the weather?', tools });
    expect(first.output_text).toBe('Let me see.');
    expect(first.output[1]).toMatchObject(call);
    expect(first.usage).toMatchObject({ input_tokens: 100, output_tokens: 7 });
    const { call_id } = first.output[1] as OpenAI.Responses.ResponseFunctionToolCall;
    const input: OpenAI.Responses.ResponseInput = [
      { role: 'user', content: 'the weather?' },
      ...(first.output as OpenAI.Responses.ResponseInput),
      { type: 'function_call_output', call_id, output: 'grey' },
    ];
    expect((await openai.responses.create({ model: 'one', input, tools })).output_text).toBe('It rains.');
  });

  it('streams the same', async () => {
    const stream = openai.responses.stream({ model: 'one', input: 'the weather?', tools });
    const final = await stream.finalResponse();
    expect(final.output_text).toBe('Let me see.');
    expect(final.output[1]).toMatchObject(call);
    expect(final.usage?.total_tokens).toBe(107);
  });
});

describe('Messages', () => {
  const tools = [{ name: 'look', input_schema: parameters }];
  const request = { ...ask('the weather?'), max_tokens: 100, tools };
  const content = [
    { type: 'text', text: 'Let me see.' },
    { type: 'tool_use', name: 'look', input: { at: 'the sky – über' } },
  ];

  it('calls a tool, and goes on from its result', async () => {
    const first = await anthropic.messages.create(request);
    expect(first).toMatchObject({ content, stop_reason: 'tool_use' });
    expect(first.usage).toMatchObject({ input_tokens: 60, cache_read_input_tokens: 40, output_tokens: 7 });
    const { id } = first.content[1] as Anthropic.ToolUseBlock;
    const messages: Anthropic.MessageParam[] = [
      ...request.messages,
      { role: 'assistant', content: first.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'grey' }] },
    ];
    const next = await anthropic.messages.create({ ...request, messages });
    expect(next).toMatchObject({ content: [{ type: 'text', text: 'It rains.' }], stop_reason: 'end_turn' });
  });

  it('streams the same', async () => {
    const final = await anthropic.messages.stream(request).finalMessage();
    expect(final).toMatchObject({ content, stop_reason: 'tool_use', usage: { output_tokens: 7 } });
  });
});

describe('what goes wrong', () => {
  it('fails as often as the script says, for each client', async () => {
    for (const apiKey of ['a', 'b']) {
      const client = openai.withOptions({ apiKey });
      for (let n = 0; n < 2; n += 1) {
        await expect(client.chat.completions.create(ask('busy'))).rejects.toMatchObject({ status: 429 });
      }
      expect((await client.chat.completions.create(ask('busy'))).choices[0]!.message.content).toBe('at last');
    }
    await expect(anthropic.messages.create({ ...ask('busy'), max_tokens: 9 })).rejects.toMatchObject({
      status: 429,
      error: { type: 'error', error: { type: 'rate_limit_error' } },
    });
  });

  it('hangs, and breaks off', async () => {
    await expect(openai.chat.completions.create(ask('silence'), { timeout: 300 })).rejects.toThrow('timed out');
    await expect(openai.chat.completions.create(ask('half'))).rejects.toThrow();
    const other = openai.withOptions({ apiKey: 'other' });
    await expect(other.chat.completions.stream(ask('half')).finalChatCompletion()).rejects.toThrow();
  });

  it('says which tool a request lacks, and where no conversation fits', async () => {
    const wrong = [{ type: 'function' as const, function: { name: 'smell', parameters } }];
    await expect(openai.chat.completions.create({ ...ask('the weather?'), tools: wrong })).rejects.toThrow(
      /calls Look or look, which the request does not offer/,
    );
    await expect(openai.chat.completions.create({ ...ask('hello'), tools: wrong })).rejects.toThrow(/no conversation/);
    expect((await openai.chat.completions.create(ask('hello'))).choices[0]!.message.content).toBe('no tools');
  });
});

it('lists models, and embeds texts so that like is near like', async () => {
  const models = await openai.models.list();
  expect(models.data.map(({ id }) => id)).toEqual(['one', 'two']);
  const input = ['the cat sat on the mat', 'a cat on a mat', 'quarterly revenue forecast'];
  const { data } = await openai.embeddings.create({ model: 'one', input });
  const [a, b, c] = data.map(({ embedding }) => embedding) as [number[], number[], number[]];
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  expect(dot(a, a)).toBeCloseTo(1, 5);
  expect(dot(a, b)).toBeGreaterThan(dot(a, c));
});
