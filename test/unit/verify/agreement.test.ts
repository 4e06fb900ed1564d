import { describe, expect, test } from 'vitest';
import type { TestsSpec } from '../../../src/task/verifiers/tests.ts';
import { agree, everyTime, judgeRun, needsNext } from '../../../src/verify/agreement.ts';
import { okReport, type TestStatus } from '../../../src/verify/reports/result.ts';

const SPEC: TestsSpec = {
  id: 'tests',
  kind: 'tests',
  command: 'true',
  report: 'junit',
  minutes: 1,
  protect: [],
  failToPass: ['m::a', 'm::b', 'm::c'],
  passToPass: ['m::p'],
  policy: 'swe-bench',
};
type Statuses = Record<string, TestStatus>;

/** A run in which these are turned, beside one canary of `p`; every other result is as it has to be. */
function run(turned: string[], statuses: Statuses = {}, spec: TestsSpec = SPEC) {
  const right = ['a', 'b', 'c', 'p'].map((name): [string, TestStatus] => [
    name,
    turned.includes(name) ? 'failed' : 'passed',
  ]);
  const results = { ...Object.fromEntries(right), canary: 'failed' as const, ...statuses };
  const report = okReport(Object.entries(results).map(([name, status]) => ({ id: `m::${name}`, status })));
  const staging = {
    canaries: [{ id: 'm::canary', original: 'm::p' }],
    turned: turned.map((name) => ({ id: `m::${name}`, literal: 0, was: '1' })),
  };
  return judgeRun(report, { spec, staging, exitCode: 1 });
}
const all = (status: TestStatus): Statuses =>
  Object.fromEntries(['a', 'b', 'c', 'p', 'canary'].map((name) => [name, status]));

describe('one run', () => {
  test('holds when what was turned failed and all else passed', () => {
    expect(run(['a', 'c'])).toMatchObject({ held: true, tampered: false, reason: null, contradicted: [] });
    expect(run([])).toMatchObject({ held: true });
    expect(run(['a', 'b', 'c'], {}, { ...SPEC, passToPass: [] })).toMatchObject({ held: true });
  });

  test('lists each test as it was written, without canaries', () => {
    const { tests, turned } = run(['a', 'c']);
    expect(tests.map(({ id, status }) => `${id} ${status}`)).toEqual(['m::p passed', 'm::b passed']);
    expect(turned).toEqual(['m::a', 'm::c']);
  });

  test('does not hold where everything fails, and is the last one then', () => {
    const failed = run(['a', 'c'], all('failed'));
    expect(failed).toMatchObject({ held: false, tampered: false, reason: expect.stringMatching(/is failed/) });
    expect(needsNext(failed)).toBe(false);
  });

  test('contradicts itself where a canary passes with its original', () => {
    expect(run(['a', 'c'], all('passed'))).toMatchObject({ held: false, tampered: false, canary: 'm::canary' });
  });

  test('does not hold where a turned test passes or is silent', () => {
    const contradicting = run(['a', 'c'], { a: 'passed' });
    expect(contradicting).toMatchObject({ held: false, tampered: false, contradicted: ['m::a'] });
    expect(needsNext(contradicting)).toBe(true);
    expect(run(['a'], { a: 'skipped' })).toMatchObject({
      held: false,
      reason: 'm::a did not run with another expectation',
    });
    const wrongElsewhere = run(['a', 'c'], { a: 'passed', b: 'failed' });
    expect(wrongElsewhere).toMatchObject({ held: false, contradicted: [] });
    expect(needsNext(wrongElsewhere)).toBe(false);
  });

  test('that expects nothing never holds', () => {
    expect(run([], {}, { ...SPEC, failToPass: [], passToPass: [] }).reason).toMatch(/expects no test/);
  });
});

describe('two runs', () => {
  test('agree when both hold, and every test is listed as it was written', () => {
    const both = agree([run(['a', 'c']), run(['b'])], 2);
    expect(both).toMatchObject({ value: 1, tampered: false, reason: null });
    expect(both.tests.map(({ id, status }) => `${id} ${status}`).sort()).toEqual(
      ['a', 'b', 'c', 'p'].map((name) => `m::${name} passed`),
    );
  });

  test('are both needed', () => {
    expect(agree([run(['a', 'c'])], 2).value).toBe(0);
    expect(agree([run([])], 1).value).toBe(1);
  });

  test('gain nothing by telling one from the other: all passes in one of them and fails in the other', () => {
    const passing = { a: 'passed', b: 'passed', c: 'passed', p: 'passed' } as const;
    expect(agree([run(['a', 'c'], passing), run(['b'], all('failed'))], 2)).toMatchObject({ value: 0 });
    expect(agree([run(['a', 'c'], all('failed')), run(['b'], passing)], 2)).toMatchObject({ value: 0 });
  });

  test('contradict each other where a test passes as it was written and otherwise, whichever came first', () => {
    const reason = 'm::a passed, and with another expectation too';
    const contradictions = new Map([['m::a', reason]]);
    const first = agree([run(['a', 'c'], { a: 'passed' }), run(['b'])], 2);
    expect(first).toMatchObject({ value: 0, tampered: false, reason, contradictions });
    expect(agree([run(['b', 'c']), run(['a'], { a: 'passed' })], 2)).toMatchObject({ reason, contradictions });
  });

  test('prove something only where they contradict each other every time', () => {
    const [a, b] = [['m::a', 'why'] as const, ['m::b', 'why'] as const];
    expect([...everyTime([new Map([a, b]), new Map([b]), new Map([b])]).keys()]).toEqual(['m::b']);
    expect(everyTime([new Map([a]), new Map()]).size).toBe(0);
  });

  test('accuse no wrong solution that gives just what a turned test expects', () => {
    const lucky = agree([run(['a', 'c'], { a: 'passed' }), run(['b'], { a: 'failed' })], 2);
    expect(lucky).toMatchObject({ value: 0, tampered: false, reason: 'm::a passed with another expectation' });
    const unluckyFirst = agree([run(['b'], { a: 'failed' })], 2);
    expect(unluckyFirst).toMatchObject({ value: 0, tampered: false, reason: 'failToPass m::a is failed' });
  });

  test('say of a test whose turn never came that it was turned', () => {
    const { tests } = agree([run(['a', 'c'], { b: 'failed' })], 2);
    expect(tests).toContainEqual({ id: 'm::a', expected: 'failToPass', status: 'turned' });
    expect(tests).toContainEqual({ id: 'm::b', expected: 'failToPass', status: 'failed' });
  });
});
