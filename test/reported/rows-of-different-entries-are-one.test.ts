import { cp, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Leaderboard } from '../../src/report/leaderboard.ts';
import { bash, copyTiny, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const run = async (id: string, agent: string, ...more: string[]) => {
  const done = await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', id, ...more]);
  expect(done.exitCode, done.stderr).toBe(0);
};
const print = async (format: string, ...args: string[]) => {
  const done = await place.gymkhana(['leaderboard', ...args, '--format', format]);
  expect(done.exitCode, done.stderr).toBe(0);
  return done.stdout;
};
const board = async (...args: string[]): Promise<Leaderboard> => JSON.parse(await print('json', ...args));
const rowsOf = async (...runs: string[]) =>
  (await board(...runs)).rows.map(({ entry, trials, resolved }) => `${entry}: ${resolved}/${trials}`).sort();

test('what differs is a row of its own with what differs in its name; what does not is one row', async () => {
  const good = await writeAgent(place, 'scripted/x', [MEND, SUBMIT]);
  const bad = await writeAgent(place, 'rival/x', [bash('true'), SUBMIT]);
  await run('good', good);
  await run('again', good, '--seed', 'other');
  await run('bad', bad);
  expect(await rowsOf('good', 'again')).toEqual(['x: 2/2']);
  const apart = [
    expect.stringMatching(/^x \[agent \w{8}\]: 0\/1$/),
    expect.stringMatching(/^x \[agent \w{8}\]: 2\/2$/),
  ];
  expect(
    (await rowsOf('good', 'again', 'bad')).sort((a, b) => a.length - b.length || (a.slice(-4) < b.slice(-4) ? -1 : 1)),
  ).toEqual(apart);

  // Another version of the same folder.
  await writeAgent(place, 'scripted/x', [SUBMIT]);
  await run('edited', good);
  expect(await rowsOf('good', 'edited')).toHaveLength(2);

  await writeAgent(place, 'scripted/x', [MEND, SUBMIT]);
  await run('minutes', good, '--set', 'limits.minutes=5');
  expect(await rowsOf('good', 'minutes')).toEqual(['x [minutes 5]: 1/1', 'x [minutes none]: 1/1']);
  await run('untold', good, '--set', 'tellAgent=false');
  expect(await rowsOf('good', 'untold')).toEqual(['x [limits not told]: 1/1', 'x [limits told]: 1/1']);
});

test('a task of the same id with other content is another task of the same row', async () => {
  const task = await copyTiny(place, 'tiny-sum', { 'instruction.md': [/$/, '\nBe quick.\n'] });
  const agent = await writeAgent(place, 'y', [MEND, SUBMIT]);
  await run('one', agent);
  const done = await place.gymkhana(['run', '--tasks', task, '--agent', agent, '--id', 'two']);
  expect(done.exitCode, done.stderr).toBe(0);
  expect((await board('one', 'two')).rows).toMatchObject([{ entry: 'y', tasks: 2, trials: 2 }]);
  const { stderr } = await place.gymkhana(['leaderboard', 'one', 'two']);
  expect(stderr).toContain('not the same in all of these runs, and so tasks of their own in each: tiny-sum');
});

test('runs that kept no digest of their agents are rows of their own, marked; a copy of one is no other run', async () => {
  const agent = await writeAgent(place, 'z', [MEND, SUBMIT]);
  await run('old', agent);
  await run('older', agent);
  for (const id of ['old', 'older']) {
    const text = await readFile(place.path(`runs/${id}/run.yaml`), 'utf8');
    await place.write(`runs/${id}/run.yaml`, text.replaceAll(/^ +agent(Folder)?Digest:.*\n/gm, ''));
  }
  await cp(place.path('runs/old'), place.path('runs/copy'), { recursive: true });
  const { rows } = await board('old', 'older', 'copy');
  expect(rows.map(({ entry, unidentified }) => [entry, unidentified])).toEqual([
    ['z [run old]', true],
    ['z [run older]', true],
  ]);
  expect(await rowsOf('old')).toEqual(['z: 1/1']);
  expect(await print('table', 'old', 'older')).toContain('of a run that kept no digest of its agent');
});

test('the four formats agree, sliced or not', async () => {
  const agent = await writeAgent(place, 'mender', [MEND, SUBMIT], ['tiny-sum', 'hard-one', 'failing']);
  const other = await copyTiny(place, 'hard-one', { 'task.yaml': ['difficulty: easy', 'difficulty: hard'] });
  const failing = await copyTiny(place, 'failing', { 'repo/src/sum.js': [/$/, '\n// sum\n'] });
  const ask = ['run', '--tasks', TINY, other, failing, '--agent', agent, 'nop', '--id', 'four', '--set', 'retries=0'];
  expect((await place.gymkhana(ask)).stderr).toContain('complete');
  const { rows, slices } = await board('four', '--by', 'difficulty');
  const all = [...rows, ...(slices?.blocks ?? []).flatMap((block) => block.rows)];
  const shown = all.map((row) => [row.entry, `${(row.rate! * 100).toFixed(1)} %`, `${row.scored}/${row.trials}`]);
  const [header = '', ...lines] = (await print('csv', 'four', '--by', 'difficulty')).trimEnd().split('\r\n');
  const at = (line: string, key: string) => line.split(',')[header.split(',').indexOf(key)] ?? '';
  expect(
    lines.map((line) => [
      at(line, 'entry'),
      `${(Number(at(line, 'rate')) * 100).toFixed(1)} %`,
      `${at(line, 'scored')}/${at(line, 'trials')}`,
    ]),
  ).toEqual(shown);
  expect(lines.map((line) => [at(line, 'low'), at(line, 'high')])).toEqual(
    all.map(({ low, high }) => [String(low ?? ''), String(high ?? '')]),
  );
  const facts = (text: string) =>
    [...text.matchAll(/^(?:\| )?(\w+) .*? (\d+\.\d %)(?: \\?\[.*?\])?[ |]+(\d+\/\d+) /gm)].map(([, ...found]) => found);
  expect(facts(await print('table', 'four', '--by', 'difficulty'))).toEqual(shown);
  expect(facts(await print('markdown', 'four', '--by', 'difficulty'))).toEqual(shown);
  // A slice of all tasks has the interval of all.
  const whole = await board('four', '--by', 'language');
  expect(whole.slices?.blocks[0]?.rows).toEqual(whole.rows);
});
