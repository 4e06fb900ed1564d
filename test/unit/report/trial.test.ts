import { expect, test } from 'vitest';
import type { TrialState } from '../../../src/journal/record.ts';
import { parseFailing } from '../../../src/report/failing.ts';
import { renderTrial } from '../../../src/report/trial.ts';
import type { Event } from '../../../src/trajectory/event.ts';
import { planned, scored, submitted } from '../journal/bodies.ts';

const state = {
  ...{ trial: 't1', tries: 1, failures: [], invalid: null },
  ...{ planned: planned(), submitted: submitted(), scored: scored('unresolved') },
} as unknown as TrialState;

const event = (seq: number, body: object) =>
  ({ v: 1, seq, at: '2026-01-01T00:00:00Z', thread: 'main', ...body }) as Event;
const events = [
  event(0, { type: 'message', role: 'user', text: '# Sums are wrong\n\nAll of them.\n\nYou have 3 tool calls.' }),
  event(1, { type: 'call', turn: 1, id: 'call-1', via: 'toolbox', tool: 'submit', args: {} }),
];
const failing = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `a.js::${at}`, status: 'failed' }));

test('the result stands first, then the turns, and of the issue one line', () => {
  const lines = renderTrial({
    state,
    events,
    patch: '+x\n',
    failing: [{ id: 'b.js::0', status: 'turned' }, ...failing(12)],
    output: [],
    missing: [],
    log: [],
  }).split('\n');
  expect(lines[0]).toMatch(/^trial +t1$/);
  expect(lines[1]).toMatch(/^verdict +unresolved$/);
  const order = ['verdict', 'failed', 'stop', 'issue', 'task', 'entry', 'turn 1', 'Patch'];
  const found = order.map((word) => lines.findIndex((line) => line.startsWith(word)));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(lines.filter((line) => line.startsWith('failed'))).toHaveLength(10);
  expect(lines).toContain('             and 2 more');
  expect(lines).toContain('turned       1 more, whose expectations were changed: nothing is known of them');
  expect(lines).toContain('issue        Sums are wrong (and more; see the task)');
  expect(lines.join('\n')).not.toContain('You have 3 tool calls');
});

test('a long image id is cut', () => {
  const sandbox = { ...state.submitted!.sandbox, image: `sha256:${'ab12'.repeat(16)}` };
  const text = renderTrial({
    state: { ...state, submitted: { ...state.submitted!, sandbox } },
    ...{ events, patch: null, failing: [], output: [], missing: [], log: [] },
  });
  expect(text).toMatch(/^image +sha256:ab12ab12ab12$/m);
});

test('a trial that never ran has a story as well', () => {
  const none = { ...state, submitted: null, scored: null };
  expect(renderTrial({ state: none, events: [], patch: null, failing: [], output: [], missing: [], log: [] })).toMatch(
    /^trial +t1\nverdict +none yet\n\ntask/,
  );
});

test('of the tests those that had to pass and were not seen to are failing', () => {
  const tests = [
    ...[['a', 'failToPass', 'failed'] as const, ['b', 'passToPass', 'missing'] as const],
    ...[['c', 'passToPass', 'passed'] as const, ['d', 'unexpected', 'failed'] as const],
    ['e', 'failToPass', 'turned'] as const,
  ].map(([id, expected, status]) => ({ id, expected, status }));
  expect(parseFailing(JSON.stringify({ tests, stdout: '' })).tests).toEqual([
    { id: 'a', status: 'failed' },
    { id: 'b', status: 'missing' },
    { id: 'e', status: 'turned' },
  ]);
  for (const other of ['', '{', '{"tests":1}']) expect(parseFailing(other).tests).toEqual([]);
});
