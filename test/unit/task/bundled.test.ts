import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadDataset } from '../../../src/task/dataset.ts';
import { taskNames } from '../../../src/task/find-tasks.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TASKS = join(ROOT, 'tasks');
const LISTS = ['full', 'hard', 'quickstart'];

/** The names in a list file, as they stand there. */
function namesIn(list: string): string[] {
  const lines = readFileSync(join(TASKS, `${list}.txt`), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

test('`full` names every bundled task, and `hard` exactly those that are hard', async () => {
  expect(namesIn('full')).toEqual(taskNames(TASKS));
  const tasks = await loadDataset([TASKS], { root: ROOT });
  const hard = tasks.filter(({ difficulty }) => difficulty === 'hard');
  expect(namesIn('hard')).toEqual(hard.map(({ id }) => id));
});

test.each(LISTS)('`%s` is a dataset by its bare name', async (list) => {
  const tasks = await loadDataset([list], { root: ROOT });
  expect(tasks.map(({ id }) => id)).toEqual(namesIn(list).sort());
  expect(taskNames(TASKS)).not.toContain(list);
});
