import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { openWorkplace } from './workplace.ts';

/** Of one `task check` over all bundled tasks: a kind opens some 130 sandboxes for it. */
export const CHECK_MS = 1_800_000;

/** Whether any of their tests is flaky was asked when they were written: that takes five times as long. */
export async function checkBundledTasks(sandbox: string): Promise<void> {
  await using place = await openWorkplace({ engine: sandbox === 'docker' });
  const datasets = ['full', 'judged'].map((name) => join(inject('packageFolder'), `tasks/${name}.txt`));
  const done = await place.gymkhana(['task', 'check', '--sandbox', sandbox, '--repeats', '1', ...datasets]);
  const lists = await Promise.all(datasets.map((path) => readFile(path, 'utf8')));
  const names = lists.flatMap((list) => list.split('\n').filter((line) => /^\w/.test(line)));
  expect(names).toHaveLength(26);
  expect(done.stdout.split('\n'), done.stderr).toEqual(names.sort().map((name) => `ok    ${name}`));
  expect(done.exitCode).toBe(0);
}
