import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TINY } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const run = (agent: string, id: string) => place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', id]);
const entriesOf = async (id: string) => parse(await readFile(place.path(`runs/${id}/run.yaml`), 'utf8')).entries;

test('an edit of the program, or of what `digest` names, is another run; of a file beside it, a warning', async () => {
  await place.write('mine/one.yaml', 'kind: external\ncommand: [node, --no-warnings, ./one.mjs]\ndigest: ["lib/**"]\n');
  await place.write('mine/one.mjs', "import './lib/deep/a.mjs';\nimport './b.mjs';\n");
  await place.write('mine/lib/deep/a.mjs', '');
  await place.write('mine/b.mjs', '');
  expect((await run('mine/one.yaml', 'first')).exitCode).toBe(0);
  expect(await entriesOf('first')).toMatchObject([{ agentDigest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect((await run('mine/one.yaml', 'first')).stderr).not.toContain('warning');

  await place.write('mine/b.mjs', '// edited\n');
  const beside = await run('mine/one.yaml', 'first');
  expect(beside).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('warning: files beside the program of'),
  });
  expect(beside.stderr).toContain('1 trial, 1 done already');
  expect((await place.gymkhana(['resume', 'first'])).stderr).toContain('warning: files beside the program of one');

  for (const file of ['mine/one.mjs', 'mine/lib/deep/a.mjs']) {
    const before = await readFile(place.path(file), 'utf8');
    await place.write(file, `${before}// edited\n`);
    const again = await run('mine/one.yaml', 'first');
    expect(again.exitCode, file).not.toBe(0);
    expect(again.stderr).toContain('RUN_ID_IN_USE');
    expect(again.stderr).toContain('of the same names, but changed: one');
    expect((await place.gymkhana(['resume', 'first'])).stderr).toContain('the agent has changed');
    await place.write(file, before);
  }
});

test('a run from before digests were kept is the same run still, with its results', async () => {
  await place.write('mine/two.yaml', 'kind: external\ncommand: [node, two.mjs]\n');
  await place.write('mine/two.mjs', '');
  await run('mine/two.yaml', 'old');
  const file = place.path('runs/old/run.yaml');
  const text = await readFile(file, 'utf8');
  await place.write('runs/old/run.yaml', text.replaceAll(/^ +agent(Folder)?Digest:.*\n/gm, ''));
  const again = await run('mine/two.yaml', 'old');
  expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('1 trial, 1 done already') });
  expect(again.stderr).not.toContain('warning');
  expect((await place.gymkhana(['resume', 'old'])).exitCode).toBe(0);
});

test('a glob that matches nothing is a mistake', async () => {
  await place.write('mine/three.yaml', 'kind: installed\ncommand: [sh, -c, "true"]\ndigest: [lib2/*.py]\n');
  const { exitCode, stderr } = await run('mine/three.yaml', 'never');
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(/^AGENT_FILE_INVALID \S*three\.yaml:3:\d+ digest\[0\] matches no file; got "lib2\/\*\.py"; /m);
});
