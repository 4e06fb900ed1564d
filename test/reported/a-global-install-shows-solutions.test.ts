import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { statesOf } from '../e2e/run-facts.ts';
import { bash, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

/** A second copy of the package where `npm install --global` puts it, and below a prefix of its own. */
const COPIES = ['/usr/local/lib/node_modules/gymkhana', '/usr/local/gymkhana-prefix/lib/node_modules/gymkhana'];
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

let place: Workplace;
const made: string[] = [];
beforeAll(async () => {
  place = await openWorkplace();
  for (const copy of isRoot ? COPIES : []) {
    made.push((await mkdir(join(copy, 'tasks/some'), { recursive: true })) ?? copy);
    await writeFile(join(copy, 'package.json'), '{"name":"gymkhana"}');
    await writeFile(join(copy, 'tasks/some/solution.patch'), 'THE SOLUTION');
  }
});
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true });
  await place[Symbol.asyncDispose]();
});

it.runIf(isRoot)('an agent finds neither package nor solution, wherever the package is installed', async () => {
  const look = bash(
    `ls /usr/bin/env; cat ${COPIES.map((copy) => `${copy}/tasks/some/solution.patch`).join(' ')}; ls ${COPIES.join(' ')}`,
  );
  const agent = await writeAgent(place, 'looks', [look, SUBMIT]);
  const { exitCode, stderr } = await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', 'looks']);
  expect(exitCode, stderr).toBe(0);
  const [state] = [...(await statesOf(place.path('runs/looks'))).values()];
  const trajectory = await readFile(
    place.path('runs/looks/trials', state!.trial, state!.submitted!.trajectory),
    'utf8',
  );
  expect(trajectory).toContain('/usr/bin/env');
  expect(trajectory).not.toContain('THE SOLUTION');
  expect(trajectory).not.toMatch(/\\n(package\.json|tasks)\b/);
});
