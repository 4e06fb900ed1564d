import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { acquireLock } from '../../src/journal/lock.ts';
import { openSegment } from '../../src/journal/segment.ts';
import { submitted } from '../unit/journal/bodies.ts';
import { expectRefusal } from './refusal.ts';
import { TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const runArgs = (id: string) => [
  'run',
  '--tasks',
  TINY,
  '--agent',
  'nop',
  '--attempts',
  '3',
  '--seed',
  's',
  '--id',
  id,
];

/** The folder of a run that was planned and journalled and then interrupted, without a sandbox ever being opened. */
async function plannedRun(id: string): Promise<string> {
  const { stdout } = await place.gymkhana([...runArgs(id), '--dry-run', '--verbose']);
  const {
    trials,
    total: _,
    ...spec
  } = parse(stdout) as {
    total: unknown;
    trials: { id: string; seed: string; limits: Limits }[];
  };
  const folder = place.path('runs', id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'run.yaml'), stringify(spec));
  await using segment = await openSegment(join(folder, 'journal'), 'runner');
  for (const [index, { id: trial, seed, limits }] of trials.entries()) {
    const named = { trial, task: 'tiny-sum', entry: 'nop', agent: 'nop', model: null };
    await segment.append({ type: 'planned', ...named, attempt: index + 1, seed, limits });
  }
  return folder;
}

type Limits = { turns: number; minutes: number; toolTimeoutSeconds: number };

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
}

/** Every command that opens the run says the same, and changes nothing. */
async function expectAllRefuse(id: string, line: RegExp, commands = [runArgs(id), ['resume', id], ['rescore', id]]) {
  const journal = place.path('runs', id, 'journal/runner.jsonl');
  const before = await readFile(journal, 'utf8');
  for (const command of commands) expectRefusal(await place.gymkhana(command), [line]);
  expect(await readFile(journal, 'utf8')).toBe(before);
}

it('refuses an id in use with another plan, and says what differs', async () => {
  await plannedRun('taken');
  const asked = runArgs('taken');
  const other = (...args: string[]) => place.gymkhana([...asked, ...args]);
  const refusal = (what: string) =>
    new RegExp(
      `^RUN_ID_IN_USE \\S+/runs/taken a run with another plan is here, with other ${what}; ` +
        'choose another --id, or go on with that one by `gymkhana resume taken`$',
    );
  expectRefusal(await other('--attempts', '4'), [refusal('attempts \\(3 there, 4 asked\\)')]);
  expectRefusal(await other('--agent', 'oracle'), [refusal('entries \\(nop there, nop, oracle asked\\)')]);
  expectRefusal(await other('--set', 'limits.minutes=1'), [
    refusal('runner\\.limits\\.minutes \\(none there, 1 asked\\)'),
  ]);
  expectRefusal(await other('--seed', 'other'), [refusal('seed \\(s there, other asked\\)')]);
  expectRefusal(await other('--tasks', 'ini-quoted-comment'), [
    refusal('tasks \\(tiny-sum there, ini-quoted-comment, tiny-sum asked\\)'),
  ]);
});

it('refuses a run folder of another version', async () => {
  const folder = await plannedRun('later');
  await edit(join(folder, 'run.yaml'), (text) => text.replace('v: 1', 'v: 2'));
  const line =
    /^RUN_VERSION \S+\/later\/run\.yaml the run was written as version 2, and this gymkhana knows version 1; use the/;
  await expectAllRefuse('later', line);
  expectRefusal(await place.gymkhana(['leaderboard', 'later']), [line]);
});

it('refuses to slice a run that does not say what its tasks are', async () => {
  const folder = await plannedRun('factless');
  expect((await place.gymkhana(['leaderboard', 'factless', '--by', 'tag'])).exitCode).toBe(0);
  await edit(join(folder, 'run.yaml'), (text) => {
    const spec = parse(text) as { tasks: { facts?: unknown }[] };
    for (const task of spec.tasks) delete task.facts;
    return stringify(spec);
  });
  expect((await place.gymkhana(['leaderboard', 'factless'])).exitCode).toBe(0);
  expectRefusal(await place.gymkhana(['leaderboard', 'factless', '--by', 'tag']), [
    /^RUN_VERSION \S+\/factless the run does not say what its task tiny-sum is: .*; leave out --by, or run it again/,
  ]);
});

it("refuses a run folder that it can't read, and says where", async () => {
  const folder = await plannedRun('edited');
  await edit(join(folder, 'run.yaml'), (text) => text.replace('retries: 2', 'retrys: 2'));
  await expectAllRefuse(
    'edited',
    /^RUN_VERSION \S+ this gymkhana can't read the run: unknown key `retrys` in runner; /,
  );
});

it('refuses a journal of another version', async () => {
  const folder = await plannedRun('newer');
  await edit(join(folder, 'journal/runner.jsonl'), (text) => text.replace('"v":1', '"v":2'));
  const line = /^RUN_VERSION \S+\/newer\/journal\/runner\.jsonl:1 the journal holds version 2, .*; use the version/;
  await expectAllRefuse('newer', line);
  expectRefusal(await place.gymkhana(['leaderboard', 'newer']), [line]);
});

it('refuses a corrupt journal, and names the line', async () => {
  const folder = await plannedRun('damaged');
  await edit(join(folder, 'journal/runner.jsonl'), (text) => {
    const lines = text.split('\n');
    lines[1] = lines[1]!.replace('"attempt":2', '"attempt":9');
    return lines.join('\n');
  });
  const line = /^JOURNAL_CORRUPT \S+\/damaged\/journal\/runner\.jsonl:2 the record is damaged, .*; restore the file/;
  await expectAllRefuse('damaged', line);
  expectRefusal(await place.gymkhana(['leaderboard', 'damaged']), [line]);
});

it('refuses a leaderboard of a run whose journal is gone, and says what to do', async () => {
  const folder = await plannedRun('lost');
  await rm(join(folder, 'journal'), { recursive: true });
  expectRefusal(await place.gymkhana(['leaderboard', 'lost']), [
    /^JOURNAL_INCOMPLETE \S+\/lost\/journal run\.yaml plans 3 trials, and the journal knows 0 of them; restore .*resume/,
  ]);
});

it('counts the trials of copies and links once, and says so', async () => {
  const folder = await plannedRun('a');
  await cp(folder, place.path('runs/b'), { recursive: true });
  await symlink('a', place.path('runs/c'));
  const { stdout, stderr, exitCode } = await place.gymkhana(['leaderboard', 'a', 'b', 'c', 'a', '--format', 'json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).rows).toMatchObject([{ trials: 3 }]);
  expect(stderr.split('\n')).toEqual([
    'a run that is named twice counts once',
    '3 trials stand in several of these runs, as copies do, and count once',
  ]);
});

it('refuses a run that another living process holds', async () => {
  const folder = await plannedRun('held');
  const lock = await acquireLock(join(folder, 'journal/runner.lock'));
  try {
    const line = new RegExp(`^RUN_LOCKED \\S+/held/journal/runner\\.lock held by process ${process.pid} on \\S+; wait`);
    await expectAllRefuse('held', line);
    // Looking is always allowed.
    const { exitCode, stdout } = await place.gymkhana(['leaderboard', 'held', '--format', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).rows).toMatchObject([{ entry: 'nop', trials: 3, scored: 0 }]);
  } finally {
    await lock.release();
  }
});

it('refuses to resume a task that has changed', async () => {
  const folder = await plannedRun('changed');
  await edit(join(folder, 'run.yaml'), (text) => text.replace(/digest: \w{8}/, 'digest: 00000000'));
  expectRefusal(await place.gymkhana(['resume', 'changed']), [
    /^RUN_ID_IN_USE \S+\/tiny-sum the task has changed since the run was planned; restore it, or start a new run/,
  ]);
});

it('says which file of a trial is gone, and why a path can not be used', async () => {
  const folder = await plannedRun('gone');
  const [planned] = (await readFile(join(folder, 'journal/runner.jsonl'), 'utf8')).split('\n');
  const { trial } = JSON.parse(planned!) as { trial: string };
  await using segment = await openSegment(join(folder, 'journal'), 'runner');
  await segment.append(submitted({ trial }));
  const path = join(folder, 'trials', trial);
  await mkdir(path, { recursive: true });
  expectRefusal(await place.gymkhana(['show', path]), [
    /^TRIAL_NOT_FOUND \S+\/patch\.diff there is no patch; restore /,
  ]);
  await symlink('patch.diff', join(path, 'patch.diff'));
  expectRefusal(await place.gymkhana(['show', path]), [/^PATH_UNUSABLE \S+\/patch\.diff ELOOP: .*; choose another /]);
});
