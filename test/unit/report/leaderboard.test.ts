import { expect, test } from 'vitest';
import { renderCsv } from '../../../src/report/csv.ts';
import { Leaderboard } from '../../../src/report/leaderboard.ts';
import { summarize, type TrialSummary } from '../../../src/report/summarize.ts';
import { renderTable } from '../../../src/report/table.ts';
import { trial } from './trials.ts';

const summary = (trials: TrialSummary[]) => summarize({ runs: ['r'], trials });

test('the rate is the mean of task means; tampered is scored, infra and null are not', () => {
  const board = summary([
    trial({ task: 't1' }),
    trial({ task: 't1' }),
    trial({ task: 't1', verdict: 'tampered' }),
    trial({ task: 't2', verdict: 'unresolved', turns: null, seconds: null }),
    trial({ task: 't3', verdict: 'infra_error', reward: null }),
    trial({ task: 't3', verdict: null, reward: null, turns: 5, seconds: 20 }),
    trial({ task: 't4', verdict: 'task_invalid', reward: null }),
  ]);
  expect(Leaderboard.parse(board)).toEqual(board);
  const [row] = board.rows;
  expect(row).toMatchObject({ tasks: 4, trials: 7, scored: 4, resolved: 2 });
  expect(row?.rate).toBeCloseTo((2 / 3 + 0) / 2, 12);
  expect(row?.rateIfInfraFailed).toBeCloseTo((2 / 3 + 0 + 0) / 3, 12);
  expect(row?.rateIfInfraPassed).toBeCloseTo((2 / 3 + 0 + 1) / 3, 12);
  expect(row?.turns).toBeCloseTo((3 * 5 + 5) / 6, 12);
  expect(row?.seconds).toBeCloseTo((10 * 5 + 20) / 6, 12);
  expect(row?.low).toBeLessThanOrEqual(row?.rate ?? 0);
  expect(row?.high).toBeGreaterThanOrEqual(row?.rate ?? 1);
});

test('an entry without a score has nulls, not NaN or 0', () => {
  const board = summary([trial({ verdict: 'task_invalid', turns: null, seconds: null })]);
  expect(Leaderboard.parse(board).rows[0]).toMatchObject({
    tasks: 1,
    scored: 0,
    rate: null,
    low: null,
    high: null,
    rateIfInfraFailed: null,
    rateIfInfraPassed: null,
    turns: null,
    seconds: null,
  });
  const pending = summary([trial({ verdict: null })]).rows[0];
  expect(pending).toMatchObject({ rate: null, rateIfInfraFailed: 0, rateIfInfraPassed: 1 });
});

test('rows are sorted by rate, then entry, null last; the order of trials changes nothing', () => {
  const trials = [
    trial({ entry: 'none', verdict: null }),
    trial({ entry: 'zero', verdict: 'unresolved' }),
    trial({ entry: 'b' }),
    trial({ entry: 'a', task: 't2' }),
    trial({ entry: 'a', task: 't1' }),
    trial({ entry: 'half', task: 't1' }),
    trial({ entry: 'half', task: 't2', verdict: 'unresolved' }),
    trial({ entry: 'half', task: 't3' }),
  ];
  const board = summary(trials);
  expect(board.rows.map((row) => row.entry)).toEqual(['a', 'b', 'half', 'zero', 'none']);
  expect(summary([...trials].reverse())).toEqual(board);
  expect(board.rows.find((row) => row.entry === 'b')).toMatchObject({ rate: 1, low: null, high: null });
});

test('100,000 trials are summarized', () => {
  const verdicts = ['resolved', 'unresolved', 'infra_error', 'resolved'] as const;
  const shared = { agent: 'loop', model: null, maxTurns: 50, reward: null, turns: 3, seconds: 10 };
  const trials = Array.from({ length: 100_000 }, (_, index) => {
    return { entry: `e${index % 10}`, task: `t${index % 499}`, verdict: verdicts[index % 4] ?? null, ...shared };
  });
  const { rows } = summary(trials);
  expect(rows).toHaveLength(10);
  expect(rows.reduce((sum, row) => sum + row.trials, 0)).toBe(100_000);
});

test('the table is aligned and shows rate, interval, coverage, bounds and the warning for few tasks', () => {
  const board = summary([
    trial({ task: 't1', model: 'm-1' }),
    trial({ task: 't2', model: 'm-1' }),
    trial({ task: 't3', model: 'm-1', verdict: 'unresolved' }),
    trial({ task: 't4', model: 'm-1', verdict: 'infra_error' }),
    trial({ entry: 'a much longer entry', verdict: null, turns: null, seconds: null }),
  ]);
  const lines = renderTable(board, { wide: true }).split('\n');
  expect(renderTable(board)).not.toMatch(/max turns|if infra failed|stops/);
  expect(lines[0]).toBe('Leaderboard of run r');
  expect(lines[3]).toContain('66.7 % [6.3, 98.3]');
  expect(lines[3]).toContain('3/4 (75.0 %)');
  expect(lines[3]).toContain('50.0 % / 75.0 %');
  expect(lines[3]).toContain('3.0     10.0');
  expect(lines[4]).toContain('–');
  expect(lines[3]?.indexOf('loop')).toBe(lines[4]?.indexOf('loop'));
  expect(lines[2]?.indexOf('agent')).toBe(lines[3]?.indexOf('loop'));
  expect(lines.join('\n')).toMatch(/not all tried on the same tasks.*\n.*Only 0 to 3 scored tasks:/);
  expect(renderTable(summary([]))).toBe('Leaderboard of run r\n\nNo trials.\n');
});

test('many tasks need no warning, and names cannot steer the terminal', () => {
  const trials = Array.from({ length: 40 }, (_, index) => trial({ entry: 'x\u001b[31m\n', task: `t${index}` }));
  const table = renderTable(summarize({ runs: ['r1', 'r2'], trials }));
  expect(table).toContain('Leaderboard of runs r1, r2');
  expect(table).not.toContain('Only');
  expect(table).not.toContain('\u001b');
  expect(table).toContain('100.0 % [90.7, 100.0]');
});

test('what tries used that infrastructure ended is summed, told, and in no mean', () => {
  const spent = { tokens: 100, costUsd: 1 };
  const board = summary([
    trial({ spent, lost: [{ tokens: 30, costUsd: 0.25 }] }),
    trial({
      verdict: 'infra_error',
      lost: [
        { tokens: 20, costUsd: 0.5 },
        { tokens: 10, costUsd: 0 },
      ],
    }),
    trial({ entry: 'b', lost: [{ tokens: 5, costUsd: null }] }),
    trial({ entry: 'c', spent }),
  ]);
  expect(Leaderboard.parse(board)).toEqual(board);
  const rows = Object.fromEntries(board.rows.map((row) => [row.entry, row]));
  expect(rows.a).toMatchObject({ tokens: 100, costUsd: 1, infraTries: 3, infraTokens: 60, infraCostUsd: 0.75 });
  expect(rows.b).toMatchObject({ infraTries: 1, infraTokens: 5, infraCostUsd: null });
  expect(rows.c).not.toHaveProperty('infraTries');
  const table = renderTable(board);
  expect(table).toContain(
    '\na: 3 tries that infrastructure ended used 60 tokens and 0.7500 $ more, in all; they are in no mean.\n',
  );
  expect(table).toContain('\nb: 1 try that infrastructure ended used 5 tokens more, in all; they are in no mean.\n');
  expect(renderCsv(board)).toMatch(/^entry,.*,tokens,costUsd,infraTries,infraTokens,infraCostUsd\r\n/);
});

test('has tokens and cost of entries with a model, and no cost where a price is not known', () => {
  const spent = (tokens: number, costUsd: number | null) => ({ entry: 'llm', spent: { tokens, costUsd } });
  const known = summary([
    trial({ ...spent(100, 0.5), task: 't1' }),
    trial({ ...spent(300, 1), task: 't2' }),
    trial({}),
  ]);
  expect(known.rows.map(({ entry, tokens, costUsd }) => [entry, tokens, costUsd])).toEqual(
    expect.arrayContaining([['llm', 200, 0.75]]),
  );
  expect(known.rows.find(({ entry }) => entry !== 'llm')).not.toHaveProperty('tokens');
  expect(renderTable(known)).toMatch(/seconds +tokens +cost \$\n.*/);
  const unknown = summary([trial({ ...spent(100, 0.5), task: 't1' }), trial({ ...spent(300, null), task: 't2' })]);
  expect(unknown.rows[0]).toMatchObject({ tokens: 200, costUsd: null });
  expect(renderCsv(unknown)).toMatch(/,tokens,costUsd\r\n.*,200,\r\n$/);
  expect(renderCsv(summary([trial({})]))).not.toMatch(/tokens/);
});
