import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRun, loadRun } from '../../../src/run/folder.ts';
import { problemsOf } from '../task/problems.ts';
import { temporaryFolder, writeFiles } from '../task/task-folder.ts';
import { asked, taskLike } from './plans.ts';

it('keeps a run as it was planned and reads it back', async () => {
  using place = temporaryFolder();
  const path = join(place.path, 'runs/one');
  const spec = asked({ maxTurns: [5, 10], runner: { limits: { minutes: 0.5 } } });
  const made = await createRun(path, spec);
  expect(made.path).toBe(path);
  expect(made.trial('x')).toBe(join(path, 'trials/x'));
  const { folder, spec: read } = await loadRun(path);
  expect(read).toEqual(spec);
  expect(folder.journal).toBe(made.journal);
});

it('finds the same run again, wherever its tasks lie and however many sandboxes it may use', async () => {
  using place = temporaryFolder();
  const path = join(place.path, 'one');
  await createRun(path, asked());
  const before = readFileSync(join(path, 'run.yaml'), 'utf8');
  await createRun(path, asked({ concurrency: 7, tasks: [taskLike({ folder: '/elsewhere' })] }));
  expect(readFileSync(join(path, 'run.yaml'), 'utf8')).toBe(before);
});

it.each([
  ['entries (oracle there, oracle@5 asked)', { maxTurns: [5] }],
  ['tasks (of the same names, but changed: ini)', { tasks: [taskLike({ digest: 'changed' })] }],
  ['attempts (1 there, 2 asked)', { attempts: 2 }],
  ['runner.tellAgent (true there, false asked)', { runner: { tellAgent: false } }],
  [
    'attempts (1 there, 2 asked), runner.limits.minutes (none there, 2 asked)',
    { attempts: 2, runner: { limits: { minutes: 2 } } },
  ],
  ['seed (SEED there, another asked)', { seed: 'another' }],
])('refuses the id of a run with other %s', async (what, part) => {
  using place = temporaryFolder();
  const path = join(place.path, 'one');
  const { seed } = await createRun(path, asked())
    .then(() => loadRun(path))
    .then(({ spec }) => spec);
  const [problem, ...others] = await problemsOf(() => createRun(path, asked({ seed, ...part })));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'RUN_ID_IN_USE', place: path, fix: expect.stringContaining('--id') });
  expect(problem?.problem).toBe(`a run with another plan is here, with other ${what.replace('SEED', seed)}`);
});

it('says which runs there are when one is not', async () => {
  using place = temporaryFolder();
  const missing = { code: 'RUN_NOT_FOUND', place: join(place.path, 'x'), problem: 'no run x is here' };
  expect(await problemsOf(() => loadRun(join(place.path, 'x')))).toEqual([
    { ...missing, fix: 'start one with `gymkhana run`' },
  ]);
  for (const name of ['b', 'a']) await createRun(join(place.path, name), asked());
  writeFiles(place.path, { 'notes.txt': 'no run', 'folder/x': 'none either', '.preflight/x': '' });
  expect(await problemsOf(() => loadRun(join(place.path, 'x')))).toEqual([{ ...missing, fix: 'there are a, b' }]);
  await createRun(join(place.path, 'first'), asked());
  expect(await problemsOf(() => loadRun(join(place.path, 'frist')))).toMatchObject([{ fix: 'did you mean `first`?' }]);
  for (let n = 10; n < 20; n += 1) await createRun(join(place.path, `run-number-${n}`), asked());
  expect(await problemsOf(() => loadRun(join(place.path, 'x')))).toMatchObject([
    { fix: expect.stringMatching(/run-number-16 and 3 more$/) },
  ]);
  expect(await problemsOf(() => loadRun(join(place.path, 'notes.txt')))).toMatchObject([{ code: 'RUN_NOT_FOUND' }]);
});

it.each([
  ['another version', 'v: 2\n'],
  ['no YAML', '[['],
  ['nothing', ''],
  ['a key too many', null],
])('refuses a run.yaml of %s', async (_, text) => {
  using place = temporaryFolder();
  const path = join(place.path, 'one');
  await createRun(path, asked());
  const file = join(path, 'run.yaml');
  writeFileSync(file, text ?? `${readFileSync(file, 'utf8')}extra: 1\n`);
  for (const call of [() => loadRun(path), () => createRun(path, asked())]) {
    const [problem] = await problemsOf(call);
    expect(problem).toMatchObject({ code: 'RUN_VERSION', place: file, fix: expect.stringContaining('version') });
    expect(problem?.problem).not.toMatch(/undefined|\n/);
  }
});

it('says where no run can be, without a stack', async () => {
  using place = temporaryFolder();
  writeFileSync(join(place.path, 'file'), 'x');
  for (const path of ['file', 'file/below']) {
    const [problem] = await problemsOf(() => createRun(join(place.path, path), asked()));
    expect(problem).toMatchObject({
      code: 'USAGE',
      place: join(place.path, path),
      fix: expect.stringContaining('--id'),
    });
  }
  mkdirSync(join(place.path, 'odd/run.yaml'), { recursive: true });
  expect(await problemsOf(() => loadRun(join(place.path, 'odd')))).toMatchObject([{ code: 'USAGE' }]);
  expect(existsSync(join(place.path, 'file/below'))).toBe(false);
});
