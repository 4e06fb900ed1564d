import { describe, expect, it } from 'vitest';
import { withoutDurations } from '../../../src/report/difference.ts';
import { findDifferences, type Played } from '../../../src/report/differences.ts';
import type { Event, EventBody } from '../../../src/trajectory/event.ts';

const eventsOf = (...bodies: EventBody[]): Event[] =>
  bodies.map((body, seq) => ({ v: 1, seq, at: '2026-11-22T00:00:00Z', thread: 'main', ...body }) as Event);
const called = (tool: string, args: object, text: string): EventBody[] => [
  { type: 'call', turn: 1, id: 'a', via: 'toolbox', tool, args: { ...args } },
  { type: 'result', id: 'a', isError: false, text, durationMs: 1 },
];
const asked = (ordinal: number, response: string): EventBody => ({
  type: 'model',
  ordinal,
  turn: ordinal,
  model: 'one',
  offersTools: true,
  wrapUp: false,
  request: 'r',
  response,
  status: 200,
  said: '',
  calls: [],
  failed: null,
  usage: { input: 1, cachedInput: 0, cacheWrite: 0, output: 1 },
  costUsd: null,
  durationMs: 1,
});
const played = (more: Partial<Played> = {}): Played => ({
  verdict: 'resolved',
  stop: 'submitted',
  sandbox: 'docker, image a',
  events: eventsOf(...called('bash', { command: 'make' }, 'one\nok in 0.31s')),
  submission: { files: [{ path: 'a.js', content: Buffer.from('1\n2\n'), executable: false }], deleted: ['b.js'] },
  bodyOf: () => null,
  ...more,
});

describe('findDifferences', () => {
  it('finds none between the same, however long it took', () => {
    const events = eventsOf(...called('bash', { command: 'make' }, 'one\nok in 12.02s'));
    expect(findDifferences('model', played(), played({ events }))).toEqual([]);
  });

  it('names the call that was answered otherwise, by its first other line', () => {
    const events = eventsOf(
      ...called('bash', { command: 'make' }, 'one\nfailed'),
      ...called('submit', {}, 'submitted'),
    );
    expect(findDifferences('actions', played(), played({ events }))).toEqual([
      { what: 'call 1 (bash) was answered otherwise', was: 'ok in …s', is: 'failed' },
      { what: 'call 2 (submit) was not made then' },
    ]);
    expect(findDifferences('actions', played({ events }), played())).toMatchObject([
      {},
      { what: 'call 2 (submit) was not made now' },
    ]);
  });

  it('names another image, another call, a file, the stop and the verdict', () => {
    const now = played({
      events: eventsOf(...called('read_file', { path: 'a' }, 'one\nok in 0.31s')),
      stop: 'turn_limit',
      sandbox: 'docker, image b',
      verdict: 'unresolved',
      submission: { files: [{ path: 'a.js', content: Buffer.from('1\n3\n'), executable: true }], deleted: [] },
    });
    expect(findDifferences('model', played(), now)).toEqual([
      { what: 'the sandbox', was: 'docker, image a', is: 'docker, image b' },
      { what: 'call 1 is another one', was: 'bash {"command":"make"}', is: 'read_file {"path":"a"}' },
      { what: 'the stop', was: 'submitted', is: 'turn_limit' },
      { what: "the submission's a.js", was: '1', is: '(executable)' },
      { what: "the submission's b.js", was: '(deleted)', is: '(as in the task)' },
      { what: 'the verdict', was: 'resolved', is: 'unresolved' },
    ]);
  });

  it('names requests that only one side made, and answers that are not what was recorded', () => {
    const was = played({ events: eventsOf(asked(1, 'x'), asked(2, 'y')) });
    const is = played({ events: eventsOf(asked(1, 'x'), asked(2, 'z'), asked(3, 'e')) });
    expect(findDifferences('model', was, is).map(({ what }) => what)).toEqual([
      'the recorded answer to request 2 of main has been changed since',
      'request 3 of main was never recorded; it got an error for an answer',
    ]);
    expect(findDifferences('model', is, was).map(({ what }) => what)).toContain('request 3 of main was not made now');
    expect(findDifferences('actions', was, is)).toEqual([]);
  });
});

it("names what an agent's own tools said otherwise, once", () => {
  const messages = (said: string) => [
    { role: 'user', content: 'go' },
    { role: 'tool', content: `two\n${said}` },
  ];
  const bodies = (said: string) => ({ bodyOf: () => ({ messages: messages(said) }) });
  const events = eventsOf(asked(1, 'x'), asked(2, 'y'));
  const [was, is] = [played({ events, ...bodies('red in 3 ms') }), played({ events, ...bodies('green in 4 ms') })];
  expect(findDifferences('model', was, is)).toEqual([
    { what: 'request 1 of main says otherwise in part 2', was: 'red in … ms"}', is: 'green in … ms"}' },
  ]);
  expect(findDifferences('model', was, played({ events, ...bodies('red in 9 ms') }))).toEqual([]);
});

it('passes over durations alone', () => {
  for (const text of ['# duration_ms 3.25', '{"duration_ms":3}', '<testcase time="0.01"', 'done in 4 ms', 'ok 0.2s']) {
    expect(withoutDurations(text)).not.toMatch(/\d/);
  }
  for (const text of ['exit code 3', 'line 12 of 40', 'v1.2.3', '5 seconds-hand clocks: 7'])
    expect(withoutDurations(text)).toMatch(/\d/);
});
