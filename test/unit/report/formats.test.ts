import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../../src/report/csv.ts';
import { Leaderboard } from '../../../src/report/leaderboard.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { sliceTrials } from '../../../src/report/slice.ts';
import { summarize, type TrialSummary } from '../../../src/report/summarize.ts';
import { renderTable } from '../../../src/report/table.ts';
import { trial } from './trials.ts';

const boardOf = (...trials: TrialSummary[]) => summarize({ runs: ['r|1'], trials });
const facts = { language: 'c', difficulty: 'easy', tags: ['a|b', '=1+1'] };
const slicedBoard = (...trials: TrialSummary[]): Leaderboard => {
  const sliced = trials.map((summary) => ({ summary, facts }));
  return { ...boardOf(...trials), slices: sliceTrials(sliced, 'tag') };
};

describe('CSV', () => {
  /** As RFC 4180 reads it: quoted fields may hold commas, quotes and line ends. */
  const parse = (csv: string) =>
    csv
      .slice(0, -2)
      .split('\r\n')
      .map((line) =>
        [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
          ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
        ),
      );

  test('has the keys and the numbers of the JSON, whole', () => {
    const board = boardOf(trial({ task: 't1' }), trial({ task: 't2' }), trial({ task: 't3', verdict: 'unresolved' }));
    const [header = [], ...rows] = parse(renderCsv(board));
    expect(header.filter((key) => !key.startsWith('stops.')).sort()).toEqual(
      Object.keys(board.rows[0]!)
        .filter((key) => key !== 'stops')
        .sort(),
    );
    const values = board.rows.map((row) => header.map((key) => String(row[key as keyof typeof row] ?? '')));
    expect(rows).toEqual(values);
    expect(rows[0]).toContain(String(2 / 3));
  });

  test('ends each line with CR LF, and is a header alone without trials', () => {
    expect(renderCsv(boardOf())).toMatch(/^entry,agent,[\w,]+\r\n$/);
    expect(renderCsv(boardOf(trial({})))).toMatch(/^[^\r\n]+\r\n[^\r\n]+\r\n$/);
  });

  test.each([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    [' padded ', '" padded "'],
    ['x\r\ny', 'x??y'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', '"\' =1"'],
    ['\t=1', '?=1'],
    ['＝1', "'＝1"],
    ['=A1&","', `"'=A1&"","""`],
    ['plain-name@10#2', 'plain-name@10#2'],
  ])('writes the entry %j as %s', (entry, written) => {
    const [, row = ''] = renderCsv(boardOf(trial({ entry }))).split('\r\n');
    expect(row.startsWith(`${written},loop,`)).toBe(true);
  });

  test('says of each line which slice it is of', () => {
    const csv = renderCsv(slicedBoard(trial({})));
    expect(parse(csv).map((line) => line.slice(0, 3))).toEqual([
      ['by', 'slice', 'entry'],
      ['', '', 'a'],
      ['tag', "'=1+1", 'a'],
      ['tag', 'a|b', 'a'],
    ]);
  });
});

describe('Markdown', () => {
  test('is a table whose names are nothing but text', () => {
    const lines = renderMarkdown(boardOf(trial({ entry: 'x|y', agent: '<b>`_*[\\' }))).split('\n');
    expect(lines[0]).toBe('## Leaderboard of run r\\|1');
    expect(lines[4]?.startsWith('| x\\|y | \\<b\\>\\`\\_\\*\\[\\\\ | – | 1 | 100.0 % | 1/1 ')).toBe(true);
    // As many cells in each line as there are columns.
    expect(new Set(lines.slice(2, 5).map((line) => line.match(/(?<!\\)\|/g)?.length)).size).toBe(1);
  });

  test('shows each slice and the notes', () => {
    const text = renderMarkdown(slicedBoard(trial({})));
    expect(text).toContain('\n\n### tag a\\|b, 1 task\n\n| entry |');
    expect(text).toContain('the slices overlap');
    expect(renderMarkdown(boardOf())).toBe('## Leaderboard of run r\\|1\n\nNo trials.\n');
  });
});

describe('the table', () => {
  test('has a block a slice, with the columns at the same places', () => {
    const text = renderTable(slicedBoard(trial({ entry: 'a rather long entry' }), trial({ entry: 'b' })));
    const rows = text.split('\n').filter((line) => line.startsWith('a rather long entry'));
    expect(rows).toHaveLength(3);
    expect(new Set(rows).size).toBe(1);
    expect(text).toContain('\n\ntag =1+1, 1 task\n\nentry');
    expect(text).toContain('A task with several tags counts in each of their slices');
  });

  test('tells the tasks of the whole from those of its smallest slice', () => {
    const [one, other] = [trial({ task: 't1' }), trial({ task: 't2' })];
    const sliced = [
      { summary: one, facts: { ...facts, language: 'go' } },
      { summary: other, facts },
    ];
    const text = renderTable({ ...boardOf(one, other), slices: sliceTrials(sliced, 'language') });
    expect(text).toContain('Only 2 scored tasks, and 1 in the smallest slice: intervals over fewer than 30');
  });
});

test('a sliced leaderboard is its schema, and one that is not has no such key', () => {
  const board = slicedBoard(trial({}));
  expect(Leaderboard.parse(board)).toEqual(board);
  expect(board).toMatchObject({ schema: 1, slices: { by: 'tag', overlapping: true } });
  expect(Object.keys(boardOf(trial({})))).toEqual(['schema', 'runs', 'rows']);
});

describe('limits of turns', () => {
  const board = boardOf(
    trial({ maxTurns: 10 }),
    trial({ task: 't2', maxTurns: 60 }),
    trial({ entry: 'b', maxTurns: 40 }),
  );

  test('are a range where the trials of an entry differ, and numbers in JSON', () => {
    expect(board.rows.map(({ entry, leastMaxTurns, maxTurns }) => [entry, leastMaxTurns, maxTurns])).toEqual([
      ['a', 10, 60],
      ['b', 40, 40],
    ]);
    expect(renderTable(board, { wide: true })).toMatch(/^a .* 10–60 .*\nb .* {3}40 /m);
    expect(renderMarkdown(board, { wide: true })).toMatch(/^\| a .*\| 10–60 \|.*\n\| b .*\| 40 \|/m);
  });
});

describe('a table on a narrow terminal', () => {
  const header = (trials: TrialSummary[], width?: number) =>
    renderTable(boardOf(...trials), { width, wide: true }).split('\n')[2];
  const plainEntry = [trial({ entry: 'loop' }), trial({ entry: 'loop', task: 't2', verdict: 'unresolved' })];

  test('leaves out what says nothing first, names it, and keeps all elsewhere', () => {
    expect(header(plainEntry)).toMatch(
      /^entry +agent +model +max turns .* if infra failed \/ passed +turns +seconds +stops$/,
    );
    expect(header(plainEntry, 200)).toBe(header(plainEntry));
    expect(header(plainEntry, 90)).toMatch(
      /^entry +max turns +tasks +resolved \[95 % interval\] +coverage +turns +sec/,
    );
    expect(renderTable(boardOf(...plainEntry), { width: 90, wide: true })).toContain(
      'Left out, as the terminal is narrow: agent, model, if infra failed / passed.',
    );
  });

  test('keeps a model that there is and bounds that differ longer than times', () => {
    const telling = [trial({ model: 'm' }), trial({ model: 'm', task: 't2', verdict: 'infra_error' })];
    expect(header(telling, 110)).toMatch(/^entry +agent +model .* if infra failed \/ passed +turns$/);
  });

  test.each([1, 40, 60, 80, 100, 120])('fits %i characters, or shows what it must', (width) => {
    const lines = renderTable(boardOf(...plainEntry), { width })
      .split('\n')
      .slice(2, 4);
    expect(lines[0]).toMatch(/^entry .*tasks .*resolved/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 44));
  });
});
