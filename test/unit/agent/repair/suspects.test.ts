import { describe, expect, it } from 'vitest';
import { asReplacement, orderMutants, priorsFor } from '../../../../src/agent/repair/candidates.ts';
import { functionsOf } from '../../../../src/agent/repair/functions.ts';
import { isIn, isSuite, isTestFile, parseRed } from '../../../../src/agent/repair/red.ts';
import { suspect } from '../../../../src/agent/repair/suspects.ts';
import { mutate } from '../../../../src/mutation/mutate.ts';

describe('parseRed', () => {
  it('reads what the bench says of both formats', () => {
    const said = [
      'red {"file":"test/a.test.js","names":["sums","of \\"two\\""]',
      'red <testcase classname="tests.test_sum" name="test_two[1-2]"',
      'red all tests',
      'file src/a.js',
    ].join('\n');
    const red = parseRed(said);
    expect(red.map(({ file, name }) => [file, name])).toEqual([
      ['test/a.test.js', 'of "two"'],
      ['tests/test_sum', 'test_two[1-2]'],
      [null, ''],
    ]);
    const inFiles = (path: string) => red.map((test) => isIn(test, path));
    expect(inFiles('test/a.test.js')).toEqual([true, false, false]);
    expect(inFiles('tests/test_sum.py')).toEqual([false, true, false]);
  });
});

describe('test files', () => {
  it('are known by their names', () => {
    const paths = [
      'test/a.test.js',
      'tests/test_a.py',
      'pkg/a_test.go',
      'src/a.spec.ts',
      'tests/helper.py',
      'src/contest.js',
    ];
    expect(paths.filter(isSuite)).toEqual(paths.slice(0, 4));
    expect(paths.filter(isTestFile)).toEqual(paths.slice(0, 5));
  });
});

describe('functionsOf', () => {
  it.each([
    ['export async function first(a) {\n}\nconst second = (a) => a;\n', ['first', 'second']],
    [
      'class A {\n  constructor() {\n  }\n  static async get(a) {\n    if (a) {\n    }\n  }\n  #own(b) {\n  }\n}',
      ['A', 'get', '#own'],
    ],
    ['class A:\n    def first(self):\n        pass\n\nasync def second():\n    pass\n', ['A', 'first', 'second']],
    ['static int first(int a)\n{\n  return second(a);\n}\n', ['first']],
    ['func (m *Map) First(a int) {\n}\nfunc Second() {\n}\n', ['First', 'Second']],
    ['first() {\n  echo\n}\n', ['first']],
  ])('finds the functions of %j', (text, names) => {
    expect(functionsOf('a', text).map(({ name }) => name)).toEqual(names);
  });
});

const SUM = `import { last } from './list.js';
export function sum(list) {
  let total = 0;
  for (let i = 0; i < last(list); i += 1) total += list[i];
  return total;
}
export function unrelated(list) {
  return list.length > 1;
}
`;
const LIST = `export function last(list) {
  return list.length - 1;
}
`;
const EVIDENCE = {
  instruction: 'The sum is too small.',
  output: 'at file:///workspace/src/sum.js:4:10',
  red: parseRed('red {"file":"test/sum.test.js","names":["adds"]'),
  sources: new Map([
    ['src/sum.js', SUM],
    ['src/list.js', LIST],
  ]),
  tests: new Map([['test/sum.test.js', "test('adds', () => {\n  equal(sum([1, 2]), 3);\n});\n"]]),
};

describe('suspect', () => {
  it('suspects what is on the stack most, then what it calls, and the rest hardly', () => {
    const suspicion = suspect(EVIDENCE);
    const places: [string, number][] = [
      ['src/sum.js', 4],
      ['src/list.js', 2],
      ['src/sum.js', 8],
    ];
    const scores = places.map(([file, line]) => suspicion(file, line));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores[1]).toBeGreaterThan((scores[2] ?? 0) * 5);
    expect(scores[2]).toBeGreaterThan(0);
  });
});

describe('orderMutants', () => {
  const order = (seed: string) =>
    orderMutants(EVIDENCE.sources, { suspicion: suspect(EVIDENCE), priors: priorsFor(''), seed });

  it('has every mutant, in an order that only the seed changes', () => {
    const all = [...EVIDENCE.sources].flatMap(([file, text]) => mutate(file, text));
    expect(order('x')).toHaveLength(all.length);
    expect(order('x')).toEqual(order('x'));
    expect(order('x')).not.toEqual(order('y'));
  });

  it('has suspicious lines earlier, on the whole', () => {
    const ranks = (file: string, line: number) =>
      Array.from({ length: 50 }, (_, seed) => order(`${seed}`).findIndex((m) => m.file === file && m.line === line));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(ranks('src/sum.js', 4))).toBeLessThan(mean(ranks('src/sum.js', 8)) / 2);
  });

  it('tries guards early where the failure is about a missing value', () => {
    const guard = mutate('a.js', 'a.b();').find(({ kind }) => kind === 'null-guard')!;
    expect(priorsFor('TypeError: cannot read properties of undefined')(guard)).toBeGreaterThan(priorsFor('')(guard));
  });
});

describe('asReplacement', () => {
  it('is whole lines, as many as the mutant touches', () => {
    const text = 'a();\nf(\n  1,\n  2,\n);\nb();\n';
    for (const mutant of mutate('a.js', text)) {
      const { first, last, text: lines } = asReplacement(text, mutant);
      const made = text.split('\n');
      made.splice(first - 1, last - first + 1, ...lines.split('\n'));
      expect(made.join('\n')).not.toBe(text);
      expect(first).toBe(mutant.line);
    }
    const [multi] = mutate('a.js', text).filter(({ kind, line }) => kind === 'deleted-statement' && line === 2);
    expect(asReplacement(text, multi!)).toEqual({ file: 'a.js', first: 2, last: 5, text: ';' });
  });
});
