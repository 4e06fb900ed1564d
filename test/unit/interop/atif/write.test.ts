import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAtif } from '../../../../src/interop/atif/parse.ts';
import { writeAtif } from '../../../../src/interop/atif/write.ts';
import { Event, type EventBody } from '../../../../src/trajectory/event.ts';

const SUBJECT = { session: 'run/trial', agent: { name: 'loop', version: '1', model: null }, extra: {} };
const at = '2026-11-22T09:30:00.000Z';

const events = (...bodies: EventBody[]): Event[] =>
  bodies.map((body, seq) => Event.parse({ v: 1, seq, at, thread: 'main', ...body }));
const write = (...bodies: EventBody[]) => writeAtif(events(...bodies), () => null, SUBJECT);

type Model = Extract<EventBody, { type: 'model' }>;
const model = (more: Partial<Model>): EventBody => ({
  ...{ type: 'model', turn: 1, model: 'worker', offersTools: true, wrapUp: false, request: 'r', response: 'a' },
  ...{ status: 200, said: '', calls: [], failed: null, costUsd: 0.5, durationMs: 1 },
  usage: { input: 10, cachedInput: 4, cacheWrite: 0, output: 2 },
  ...more,
});
const call = (turn: number, id: string, tool = 'bash'): EventBody => ({
  ...{ type: 'call', turn, id, via: 'toolbox', tool, args: { of: id } },
});
const result = (id: string, text: string): EventBody => ({ type: 'result', id, isError: false, text, durationMs: 1 });

describe('a trajectory as ATIF', () => {
  it('has the results of an id that is used again in the order of its calls', () => {
    const { steps } = write(call(1, 'x'), result('x', 'one'), call(2, 'x'), call(3, 'x'), result('x', 'two'));
    expect(steps.map(({ tool_calls, observation }) => [tool_calls?.[0]?.tool_call_id, observation?.results])).toEqual([
      ['x', [expect.objectContaining({ source_call_id: 'x', content: 'one' })]],
      ['x#2', [expect.objectContaining({ source_call_id: 'x#2', content: 'two' })]],
      ['x#3', undefined],
    ]);
  });

  it('gives a model the calls that it made, also by another name, and not those that its program made', () => {
    const { steps } = write(
      call(1, 'call-1', 'read_file'),
      model({
        calls: [
          { tool: 'mcp__gym__bash', args: '{"command":"ls"}' },
          { tool: 'bash', args: 'ls' },
        ],
      }),
      call(1, 'call-2'),
      result('call-2', 'listed'),
    );
    expect(steps).toMatchObject([
      { llm_call_count: 0, tool_calls: [{ function_name: 'read_file' }] },
      {
        llm_call_count: 1,
        tool_calls: [
          { function_name: 'mcp__gym__bash', arguments: { command: 'ls' } },
          { function_name: 'bash', arguments: {}, extra: { arguments_text: 'ls' } },
        ],
        observation: { results: [{ source_call_id: 'model-1-1', content: 'listed' }] },
      },
    ]);
  });

  it('sums up each conversation for itself, and does not know a cost that one price is missing of', () => {
    const { final_metrics, subagent_trajectories } = write(
      model({}),
      model({ turn: 2, thread: 'thread-2' }),
      model({ turn: 3, costUsd: null, thread: 'thread-2' }),
      model({ turn: null, failed: 'gone', status: 500 }),
    );
    const sums = { total_prompt_tokens: 10, total_completion_tokens: 2, total_cached_tokens: 4 };
    expect(final_metrics).toEqual({ ...sums, total_cost_usd: 0.5, total_steps: 1 });
    const others = { total_prompt_tokens: 20, total_completion_tokens: 4, total_cached_tokens: 8, total_steps: 2 };
    expect(subagent_trajectories).toMatchObject([{ trajectory_id: 'run/trial/thread-2', final_metrics: others }]);
    expect(subagent_trajectories?.[0]?.final_metrics).toEqual(others);
  });

  it('does not say twice what a model said last', () => {
    const { steps } = write(
      model({ said: 'Done.' }),
      { type: 'message', role: 'agent', text: 'Done.' },
      { type: 'message', role: 'agent', text: 'Bye.' },
    );
    expect(steps.map(({ message, llm_call_count }) => [message, llm_call_count])).toEqual([
      ['Done.', 1],
      ['Bye.', 0],
    ]);
  });

  it('takes results from what its model is told next, in every dialect', () => {
    const calls = [{ tool: 'shell', args: '{}' }];
    const first = model({ calls, request: 'first' });
    const last = model({ turn: 2, request: 'last' });
    const chat = [
      { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'shell', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'a', content: 'listed' },
    ];
    const messages = [
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'shell', input: {} }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'listed' }] }],
      },
    ];
    const input = [
      { type: 'reasoning' },
      { type: 'function_call', call_id: 'a', name: 'shell', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: 'listed' },
    ];
    for (const body of [{ messages: chat }, { messages }, { input }]) {
      const { steps } = writeAtif(events(first, last), (id) => (id === 'last' ? body : null), SUBJECT);
      expect(steps[0]?.observation?.results).toEqual([{ source_call_id: 'model-0-1', content: 'listed' }]);
    }
    const other = { messages: [{ ...chat[0], tool_calls: [{ id: 'a', function: { name: 'other' } }] }, chat[1]] };
    const { steps } = writeAtif(events(first, last), () => other, SUBJECT);
    expect(steps[0]?.observation).toBeUndefined();
  });

  it('is valid whatever happened', () => {
    fc.assert(
      fc.property(fc.array(anyBody, { maxLength: 30 }), anyRequest, (bodies, request) => {
        const written = JSON.stringify(writeAtif(events(...bodies), () => request, SUBJECT));
        // Half a character is an escape in JSON.
        expect(written).not.toMatch(/(?<!\\)(\\\\)*\\ud/);
        const read = parseAtif(written, { file: 't.json' });
        const threads = [read, ...(read.subagent_trajectories ?? [])];
        const steps = threads.flatMap((thread) => thread.steps);
        const answers = bodies.filter((body) => body.type === 'model' && (body.failed === null || body.turn !== null));
        expect(steps.filter(({ llm_call_count }) => llm_call_count === 1)).toHaveLength(answers.length);
        const ids = steps.flatMap(({ tool_calls }) => (tool_calls ?? []).map(({ tool_call_id }) => tool_call_id));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const anyTool = fc.constantFrom('bash', 'submit', 'mcp__gym__bash', 'shell');
const anyTurn = fc.integer({ min: 1, max: 4 });
const anyId = fc.constantFrom('call-1', 'call-2', 'call-3');
const anyThread = fc.constantFrom('main', 'main', 'thread-2', 'thread-3');
const anyCount = fc.nat(1000);
const anyBody: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({ type: fc.constant('message' as const), role: fc.constantFrom('system', 'user', 'agent'), text: anyText }),
  fc.record({
    type: fc.constant('model' as const),
    thread: anyThread,
    turn: fc.option(anyTurn),
    model: anyText,
    offersTools: fc.boolean(),
    wrapUp: fc.boolean(),
    request: anyText,
    response: fc.option(anyText),
    status: fc.option(fc.constantFrom(200, 400, 500)),
    said: anyText,
    calls: fc.array(fc.record({ tool: anyTool, args: fc.oneof(fc.json(), anyText) }), { maxLength: 3 }),
    failed: fc.option(anyText),
    usage: fc.record({ input: anyCount, cachedInput: anyCount, cacheWrite: anyCount, output: anyCount }),
    costUsd: fc.option(fc.double({ min: 0, max: 9, noNaN: true })),
    durationMs: anyCount,
  }),
  fc.record({
    type: fc.constant('call' as const),
    turn: anyTurn,
    id: anyId,
    via: fc.constantFrom('toolbox', 'model'),
    tool: anyTool,
    args: fc.dictionary(anyText, fc.jsonValue() as fc.Arbitrary<unknown>, { maxKeys: 3 }),
  }),
  fc.record({
    ...{ type: fc.constant('result' as const), id: anyId, isError: fc.boolean(), text: anyText, durationMs: anyCount },
  }),
  fc.record({
    ...{ type: fc.constant('checkpoint' as const), turn: anyTurn, tree: anyText },
    ...{ elapsedMs: anyCount, durationMs: anyCount },
  }),
  fc.record({
    type: fc.constant('limit' as const),
    limit: fc.constantFrom('turns', 'minutes', 'tokens', 'cost'),
    action: fc.constantFrom('wrap_up', 'stop'),
  }),
);
/** As agents send them, and not. */
const anyRequest = fc.oneof(
  fc.jsonValue(),
  fc.record({
    messages: fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: anyText })),
  }),
);
