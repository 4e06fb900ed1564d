import { describe, expect, test } from 'vitest';
import { type SlicedTrial, sliceTrials, type TaskFacts } from '../../../src/report/slice.ts';
import { summarizeEntries } from '../../../src/report/summarize.ts';
import { trial } from './trials.ts';

const EASY: TaskFacts = { language: 'c', difficulty: 'easy', tags: ['parser', 'ini'] };
const HARD: TaskFacts = { language: 'python', difficulty: 'hard', tags: ['parser'] };
const BARE: TaskFacts = { language: 'c', difficulty: 'medium', tags: [] };

const of = (facts: TaskFacts, part: Parameters<typeof trial>[0]): SlicedTrial => ({ summary: trial(part), facts });
const trials = [
  of(EASY, { task: 't1' }),
  of(EASY, { task: 't2', verdict: 'unresolved' }),
  of(HARD, { task: 't3', verdict: 'unresolved' }),
  of(HARD, { task: 't3', entry: 'b' }),
  of(BARE, { task: 't4', verdict: 'infra_error' }),
];
const shape = (by: 'difficulty' | 'language' | 'tag') =>
  sliceTrials(trials, by).blocks.map(({ value, tasks, rows }) => [
    value,
    tasks,
    rows.map(({ entry, tasks: own, rate }) => `${entry} ${own} ${rate}`),
  ]);

describe('slices', () => {
  test('by difficulty, from easy to hard', () => {
    expect(shape('difficulty')).toEqual([
      ['easy', 2, ['a 2 0.5']],
      ['medium', 1, ['a 1 null']],
      ['hard', 1, ['b 1 1', 'a 1 0']],
    ]);
    expect(sliceTrials(trials, 'difficulty').overlapping).toBe(false);
  });

  test('by language, by name', () => {
    expect(shape('language')).toEqual([
      ['c', 3, ['a 3 0.5']],
      ['python', 1, ['b 1 1', 'a 1 0']],
    ]);
  });

  test('by tag: a task counts in each of its own, and one without any last', () => {
    expect(shape('tag')).toEqual([
      ['ini', 2, ['a 2 0.5']],
      ['parser', 3, ['b 1 1', `a 3 ${1 / 3}`]],
      [null, 1, ['a 1 null']],
    ]);
    expect(sliceTrials(trials, 'tag').overlapping).toBe(true);
  });

  test('a tag that a task has twice counts once', () => {
    const twice = of({ ...EASY, tags: ['x', 'x'] }, { task: 't1' });
    expect(sliceTrials([twice], 'tag').blocks).toMatchObject([{ value: 'x', rows: [{ trials: 1 }] }]);
  });

  test('each has an interval of its own, over its own tasks', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      of(n % 2 ? EASY : HARD, { task: `t${n}`, verdict: n < 10 ? 'resolved' : 'unresolved' }),
    );
    const whole = summarizeEntries(many.map(({ summary }) => summary))[0]!;
    for (const { rows, tasks } of sliceTrials(many, 'difficulty').blocks) {
      const { low, high, rate } = rows[0]!;
      expect(tasks).toBe(20);
      expect(rate).toBe(0.25);
      // Half the tasks: a wider interval.
      expect(high! - low!).toBeGreaterThan(whole.high! - whole.low!);
    }
  });

  test('the order of the trials changes nothing', () => {
    expect(sliceTrials([...trials].reverse(), 'tag')).toEqual(sliceTrials(trials, 'tag'));
  });
});
