import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { placeCanaries } from '../../../src/verify/canary.ts';
import type { TestReport, TestStatus } from '../../../src/verify/reports/result.ts';
import { deal, findTurnable, findTurned, turnTests } from '../../../src/verify/turned.ts';

const PYTHON = `from shop import describe, total


def test_nothing():
    assert total([]) == 0


def test_sums():
    assert total([1, 2]) == 3
    assert total(['1.50']) == '1.50'


def test_name():
    assert total.__name__ == 'total'


def test_words():
    assert describe('red shoes', size='large') == 'large red shoes'


def test_price():
    assert describe(1.5) == '1.50'
    assert describe(2.5) == '2.5'
`;
const PATH = 'tests/test_shop.py';
const ROUNDS = 50;
const random = (below: number) => randomInt(below);
const idOf = (name: string) => `tests.test_shop::test_${name}`;

function turn(...names: string[]): { text: string; turned: ReturnType<typeof turnTests>['turned'] } {
  const ids = new Set(names.map(idOf));
  const { files, turned } = turnTests([{ path: PATH, text: PYTHON }], 'junit', ids, random);
  return { text: files[0]?.text ?? '', turned };
}

describe('turned tests', () => {
  test('keep name, place and look: only what they expect moves, and a number by one', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { text, turned } = turn('sums');
      expect(turned).toEqual([{ id: idOf('sums'), literal: 0, was: '3' }]);
      expect(text).toMatch(/assert total\(\[1, 2\]\) == [24]\n/);
      expect(text.replace(/== [24]\n/, '== 3\n')).toBe(PYTHON);
    }
  });

  test('never go below zero by turning', () => {
    for (let round = 0; round < ROUNDS; round++) expect(turn('nothing').text).toContain('assert total([]) == 1\n');
  });

  test('expect words that the test has anyway, or else some of the file', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const words = /== '([a-z ]+)'\n\n\ndef test_price/.exec(turn('words').text)?.[1]?.split(' ') ?? [];
      expect(words).toHaveLength(3);
      expect(words.filter((word) => !['large', 'red', 'shoes'].includes(word))).toEqual([]);
      expect(words.join(' ')).not.toBe('large red shoes');
      expect(turn('name').text).toMatch(/__name__ == '(large|red|shoes)'\n/);
    }
  });

  test('never expect the same number in another spelling', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [, one, other] =
        /describe\(1\.5\) == '(.*)'\n.*describe\(2\.5\) == '(.*)'\n/.exec(turn('price').text) ?? [];
      expect([Number(one) === 1.5, Number(other) === 2.5].filter(Boolean)).toHaveLength(1);
    }
  });

  test('are only those asked for', () => {
    expect(turn()).toEqual({ text: PYTHON, turned: [] });
    expect(turn('nothing', 'sums', 'name').turned.map(({ id }) => id)).toEqual(['nothing', 'sums', 'name'].map(idOf));
    const files = [{ path: PATH, text: PYTHON }];
    expect(findTurnable(files, 'junit', new Set([idOf('name'), 'elsewhere::test']))).toEqual([idOf('name')]);
  });

  test('have canaries that do not expect the right thing again', () => {
    const text = "def test_letter():\n    assert letter() == 'b'\n";
    for (let round = 0; round < ROUNDS * 4; round++) {
      const { files, turned } = turnTests([{ path: PATH, text }], 'junit', new Set([idOf('letter')]), random);
      const placed = placeCanaries(files, 'junit', random, turned);
      expect(placed.canaries).toHaveLength(1);
      expect(placed.files[0]?.text).not.toContain("'b'");
    }
  });
});

test('each test is dealt to one of two runs, and any distribution may come', () => {
  const seen = new Set<string>();
  for (let round = 0; round < 400; round++) {
    const [first, second] = deal(['a', 'b', 'c'], random);
    expect([...first, ...second].sort()).toEqual(['a', 'b', 'c']);
    seen.add([...first].join());
  }
  expect(seen.size).toBe(8);
});

describe('what a report says of them', () => {
  const turned = ['a', 'b'].map((id) => ({ id, literal: 0, was: '1' }));
  const find = (...results: [string, TestStatus, string?][]) => {
    const report: TestReport = {
      kind: 'ok',
      results: results.map(([id, status, repeatOf]) => ({ id, status, ...(repeatOf && { repeatOf }) })),
    };
    return findTurned(report, turned);
  };

  test('is nothing where all failed', () => {
    expect(find(['a', 'failed'], ['b', 'error'], ['c', 'passed'])).toEqual({ passed: [], silent: null });
  });

  test('names those that passed, also beside a failure', () => {
    expect(find(['a', 'failed'], ['b', 'passed']).passed).toEqual(['b']);
    expect(find(['a', 'failed'], ['b', 'failed'], ['b#2', 'passed', 'b']).passed).toEqual(['b']);
  });

  test('names one that is missing, skipped or was expected to fail', () => {
    expect(find(['a', 'failed']).silent).toBe('b');
    expect(find(['a', 'skipped'], ['b', 'failed']).silent).toBe('a');
    expect(find(['a', 'failed'], ['b', 'xfailed']).silent).toBe('b');
    expect(findTurned({ kind: 'malformed', reason: 'cut off' }, turned).silent).toBe('a');
  });
});
