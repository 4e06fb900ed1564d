import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bash, copyTiny, MEND, SUBMIT, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

test('what is handed in is not decided by the order of files, and a verdict says what was left out', async () => {
  const task = await copyTiny(place, 'many', { 'task.yaml': [/diskMb: \d+/, 'diskMb: 256'] });
  const flood = bash('mkdir aaa && cd aaa && seq 1 21000 | xargs touch; cd ..; echo 1 > zz_new.js; ln -s src zz_link');
  const agents = [
    await writeAgent(place, 'mends', [flood, MEND, SUBMIT], ['many']),
    await writeAgent(place, 'fails', [flood, bash('echo >> package.json'), SUBMIT], ['many']),
  ];
  const named = agents.flatMap((agent) => ['--agent', agent]);
  await place.gymkhana(['run', '--tasks', task, ...named, '--id', 'r']);
  const mended = await place.gymkhana(['show', 'r/many__mends']);
  expect(mended.stdout).toMatch(/verdict +resolved/);
  const failed = await place.gymkhana(['show', 'r/many__fails']);
  expect(failed.stdout).toMatch(/not tested, as it was left out: .*zz_link \(not a regular file\)/);
  expect(failed.stdout).toMatch(/aaa\/ \(\d+ files are left out, as there are more than 20000 entries/);
  const trial = /trial +(\S+)/.exec(failed.stdout)?.[1] ?? '';
  expect(trial).toContain('many__fails');
  const told = await readFile(place.path(`runs/r/trials/${trial}/rollout-1/trajectory.jsonl`), 'utf8');
  expect(told).toMatch(/"submitted; left out: .*zz_link \(not a regular file\)/);
  expect(told).toMatch(/"submitted; left out: .*package.json \(protected by the task\)/);
  const files = await readFile(place.path(`runs/r/trials/${trial}/rollout-1/submission.json`), 'utf8');
  expect(files).toContain('"zz_new.js"');
}, 120_000);
