import { expect, it } from 'vitest';
import { type CurveTrial, renderCurve, renderCurveCsv, summarizeCurve } from '../../../src/report/curve.ts';

const trial = (part: Partial<CurveTrial>): CurveTrial => {
  return { line: 'a', agent: 'a', model: null, task: 't1', limit: 1, verdict: 'unresolved', turns: 1, ...part };
};
const trials = [
  trial({ limit: 10, verdict: 'resolved' }),
  trial({ limit: 10, task: 't2', verdict: 'resolved' }),
  trial({ limit: 2, verdict: 'resolved' }),
  trial({ limit: 2, task: 't2', verdict: 'infra_error' }),
  trial({ limit: 1, task: 't2', verdict: null, turns: null }),
  trial({ limit: 1 }),
  trial({ line: 'b@x, "y"\u001b', limit: 1, verdict: null }),
];

it('has a row a line and limit, in order; what has no verdict is no 0', () => {
  const rows = summarizeCurve(trials);
  expect(rows.map(({ line, turns, rate, scored, trials: all }) => [line, turns, rate, scored, all])).toEqual([
    ['a', 1, 0, 1, 2],
    ['a', 2, 1, 1, 2],
    ['a', 10, 1, 2, 2],
    ['b@x, "y"\u001b', 1, null, 0, 1],
  ]);
  expect(summarizeCurve(trials.toReversed())).toEqual(rows);
});

it('is printed for people and as csv', () => {
  const rows = summarizeCurve(trials);
  const table = renderCurve(rows);
  expect(table).toContain('   10  100.0 % [1.2, 100.0]        2/2  ████████████████████\n');
  expect(table).not.toContain('\u001b');
  expect(renderCurveCsv(rows).split('\n')[4]).toBe('"b@x, ""y""\u001b",a,,1,1,0,,,');
});
