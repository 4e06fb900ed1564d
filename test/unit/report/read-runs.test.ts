import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { RecordBody } from '../../../src/journal/record.ts';
import { openSegment } from '../../../src/journal/segment.ts';
import { Leaderboard } from '../../../src/report/leaderboard.ts';
import { readLeaderboard } from '../../../src/report/read-runs.ts';
import { failed, invalid, planned, scored, started, submitted } from '../journal/bodies.ts';
import { problemsOf } from '../task/problems.ts';
import { temporaryFolder } from '../task/task-folder.ts';

/** What run.yaml says of what acts. */
const OF_TODAY = {
  entries: [{ name: 'oracle', agent: 'oracle', agentDigest: 'd'.repeat(64), model: null, turns: null }],
  runner: { limits: {}, tellAgent: true, resources: {} },
};

/** A run with this journal, and how to read it. */
async function writeRun(place: string, name: string, bodies: readonly RecordBody[], writer = 'runner') {
  const journal = join(place, name, 'journal');
  // Two runs are never planned at the very same moment.
  const before = Date.now();
  await vi.waitUntil(() => Date.now() > before, { interval: 1 });
  await using segment = await openSegment(journal, writer);
  for (const body of bodies) await segment.append(body);
  return { path: join(place, name), journal, ...OF_TODAY };
}

const at = (trial: string) => ({ trial });

test('every trial of a journal counts for its entry, whatever became of it', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'one', [
    ...['resolved', 'unresolved', 'infra', 'never', 'bad'].map((trial) => planned(trial)),
    ...[started(at('resolved')), submitted(at('resolved')), scored('resolved', 1, at('resolved'))],
    ...[started(at('unresolved')), submitted(at('unresolved')), scored('unresolved', 1, at('unresolved'))],
    ...[started(at('infra')), failed(at('infra'))],
    invalid('bad'),
  ]);
  const board = await readLeaderboard([run]);
  expect(Leaderboard.parse(board)).toEqual(board);
  expect(board.runs).toEqual(['one']);
  expect(board.rows).toMatchObject([
    {
      entry: 'oracle',
      agent: 'oracle',
      model: null,
      maxTurns: 50,
      tasks: 1,
      trials: 5,
      scored: 2,
      resolved: 1,
      rate: 0.5,
      turns: 3,
      seconds: 1.5,
    },
  ]);
});

test('the newest generation of scores counts', async () => {
  using place = temporaryFolder();
  const trial = [planned(), started(), submitted(), scored('unresolved', 1), scored('resolved', 2)];
  const { rows } = await readLeaderboard([await writeRun(place.path, 'one', trial)]);
  expect(rows).toMatchObject([{ trials: 1, resolved: 1 }]);
});

test('runs are put together, and a trial without a plan is nobody’s', async () => {
  using place = temporaryFolder();
  const trial = [planned(), started(), submitted(), scored('resolved')];
  const runs = [await writeRun(place.path, 'one', trial), await writeRun(place.path, 'two', trial)];
  const third = await writeRun(place.path, 'three', [started(at('stray')), failed(at('stray'))]);
  const board = await readLeaderboard([...runs, third]);
  expect(board.runs).toEqual(['one', 'two', 'three']);
  expect(board.rows).toMatchObject([{ entry: 'oracle', trials: 2, resolved: 2, tasks: 1 }]);
});

test('a copy of a run, and a link to it, count once, with what was done since', async () => {
  using place = temporaryFolder();
  const one = await writeRun(place.path, 'one', [planned('t1'), planned('t2', 2)]);
  const copy = { ...one, path: join(place.path, 'copy'), journal: join(place.path, 'copy/journal') };
  cpSync(one.path, copy.path, { recursive: true });
  const link = { ...one, path: join(place.path, 'link'), journal: join(place.path, 'link/journal') };
  symlinkSync(one.path, link.path);
  // Both went on after the copy was made, each with another trial.
  for (const [run, trial] of [[one, 't1'] as const, [copy, 't2'] as const]) {
    await using segment = await openSegment(run.journal, 'runner');
    for (const body of [started(at(trial)), submitted(at(trial)), scored('resolved', 1, at(trial))]) {
      await segment.append(body);
    }
  }
  const said: string[] = [];
  const board = await readLeaderboard([one, copy, link], { say: (note) => said.push(note) });
  expect(board.rows).toMatchObject([{ trials: 2, scored: 2 }]);
  expect(said).toEqual(['2 trials stand in several of these runs, as copies do, and count once']);
});

test('a journal that knows fewer trials than run.yaml plans is no leaderboard', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'one', [planned('t1'), planned('t2', 2)]);
  expect((await readLeaderboard([{ ...run, trials: 2 }])).rows).toMatchObject([{ trials: 2 }]);
  expect(await problemsOf(() => readLeaderboard([{ ...run, trials: 3 }]))).toMatchObject([
    {
      code: 'JOURNAL_INCOMPLETE',
      place: run.journal,
      problem: 'run.yaml plans 3 trials, and the journal knows 2 of them',
    },
  ]);
});

test('slices come from what run.yaml says of the tasks, each run for itself', async () => {
  using place = temporaryFolder();
  const trial = [planned(), started(), submitted(), scored('resolved')];
  const facts = { language: 'c', difficulty: 'easy', tags: ['x'] };
  const one = { ...(await writeRun(place.path, 'one', trial)), tasks: [{ id: 'demo', facts }] };
  // The task was made harder between the runs.
  const two = {
    ...(await writeRun(place.path, 'two', trial)),
    tasks: [{ id: 'demo', facts: { ...facts, difficulty: 'hard' } }],
  };
  const board = await readLeaderboard([one, two], { by: 'difficulty' });
  expect(Leaderboard.parse(board)).toEqual(board);
  expect(board.rows).toMatchObject([{ trials: 2 }]);
  expect(board.slices?.blocks).toMatchObject([
    { value: 'easy', tasks: 1, rows: [{ trials: 1 }] },
    { value: 'hard', tasks: 1, rows: [{ trials: 1 }] },
  ]);
});

test('a run that does not say what its tasks are has no slices, but a leaderboard', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'old', [planned()]);
  const older = { ...run, tasks: [{ id: 'demo' }] };
  expect((await readLeaderboard([older])).rows).toHaveLength(1);
  for (const source of [older, run]) {
    expect(await problemsOf(() => readLeaderboard([source], { by: 'tag' }))).toMatchObject([
      { code: 'RUN_VERSION', place: run.path },
    ]);
  }
});

test('a run whose journal is not there has no rows', async () => {
  using place = temporaryFolder();
  const run = { path: join(place.path, 'none'), journal: join(place.path, 'none/journal'), seed: 's' };
  expect(await readLeaderboard([run])).toEqual({ schema: 1, runs: ['none'], rows: [] });
});

test('a damaged journal is no leaderboard', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'one', [planned(), started(), submitted(), scored('resolved')]);
  const file = join(run.journal, 'runner.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"turns":3', '"turns":4'));
  expect(await problemsOf(() => readLeaderboard([run]))).toMatchObject([{ code: 'JOURNAL_CORRUPT' }]);
});
