import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TestReport, TestStatus } from '../../../src/verify/reports/result.ts';
import { turnedVerdict, turnTests } from '../../../src/verify/turned.ts';

const PYTHON = `from shop import total


def test_nothing():
    assert total([]) == 0


def test_sums():
    assert total([1, 2]) == 3
    assert total(['1.50']) == '1.50'


def test_name():
    assert total.__name__ == 'total'


def test_other():
    assert total([9]) == 9
`;
const random = (below: number) => randomInt(below);

function turn(ids: string[]): { text: string; turned: string[] } {
  const path = 'tests/test_shop.py';
  const { files, turned } = turnTests([{ path, text: PYTHON }], 'junit', new Set(ids), random);
  return { text: files[0]?.text ?? '', turned };
}

function report(statuses: Record<string, TestStatus>): TestReport {
  return { kind: 'ok', results: Object.entries(statuses).map(([id, status]) => ({ id, status })) };
}

describe('turned tests', () => {
  test('keep name, place and look: only what they expect moves, and a number by one', () => {
    for (let round = 0; round < 50; round++) {
      const { text, turned } = turn(['tests.test_shop::test_sums']);
      expect(turned).toEqual(['tests.test_shop::test_sums']);
      expect(text).toMatch(/assert total\(\[1, 2\]\) == [24]\n/);
      expect(text.replace(/== [24]\n/, '== 3\n')).toBe(PYTHON);
    }
  });

  test('never go below zero by turning, and turn a word where there is no number', () => {
    for (let round = 0; round < 20; round++) {
      const { text } = turn(['tests.test_shop::test_nothing', 'tests.test_shop::test_name']);
      expect(text).toContain('assert total([]) == 1\n');
      expect(text).toMatch(/__name__ == '[a-z]{5}'\n/);
      expect(text).not.toContain("__name__ == 'total'");
    }
  });

  test('are only those that nobody has seen, three a file at most', () => {
    expect(turn([])).toEqual({ text: PYTHON, turned: [] });
    const names = ['nothing', 'sums', 'name', 'other'].map((name) => `tests.test_shop::test_${name}`);
    expect(new Set(turn(names).turned).size).toBe(3);
  });
});

describe('the verdict on them', () => {
  test('is tampered when one passes whatever it expects', () => {
    const verdict = turnedVerdict(report({ a: 'failed', b: 'passed' }), ['a', 'b']);
    expect(verdict).toEqual({ tampered: true, reason: 'b passed, and with another expectation too' });
  });

  test('lets a submission score only when all of them failed', () => {
    expect(turnedVerdict(report({ a: 'failed', b: 'error', c: 'passed' }), ['a', 'b'])).toEqual({ tampered: false });
    expect(turnedVerdict(report({ a: 'failed' }), ['a', 'b']).reason).toMatch(/did not run/);
    expect(turnedVerdict(report({ a: 'skipped' }), ['a']).reason).toBeDefined();
    expect(turnedVerdict({ kind: 'malformed', reason: 'cut off' }, ['a'])).toEqual({
      tampered: false,
      reason: 'with other expectations: cut off',
    });
  });
});
