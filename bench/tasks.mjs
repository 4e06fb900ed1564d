import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure } from './figure.mjs';
import { describeRuns, runNode } from './process.mjs';
import { median } from './stats.mjs';
import { writeTask } from './task-folder.mjs';

const TASKS = 500;
const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** `gymkhana task list` on 500 tasks: the whole command, with Node's start; every file of every task is read. */
export async function measureTasks() {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-bench-'));
  try {
    const ids = Array.from({ length: TASKS }, (_, n) => `bench-task-${n}`);
    for (const id of ids) await writeTask(join(folder, id), id, id);
    const runs = [];
    for (let n = 0; n < 5; n += 1) runs.push(await runNode([CLI, 'task', 'list', folder]));
    if (runs[0].stdout.trim().split('\n').length !== TASKS) throw new Error(runs[0].stdout);
    const value = median(runs.map(({ seconds }) => seconds));
    const detail = describeRuns(runs);
    return [figure({ name: `loading ${TASKS} tasks`, value, sign: '≤', aim: 1, unit: 's', detail })];
  } finally {
    await rm(folder, { recursive: true });
  }
}
