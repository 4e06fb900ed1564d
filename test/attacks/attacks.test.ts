import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentOwner } from '../../src/owner.ts';
import { loadAgent } from '../../src/run/agents.ts';
import type { SandboxKind } from '../../src/sandbox/contract.ts';
import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { loadDataset } from '../../src/task/dataset.ts';
import type { Task } from '../../src/task/task.ts';
import { dockerLeftovers } from '../contract/docker.leftovers.ts';
import { describeWithDocker } from '../engine.ts';
import { AIMED, KNOWN } from './all.ts';
import { attacker, type Ended, runGauntlet } from './gauntlet.ts';
import { runNaively } from './naive.ts';

const ALL = [...KNOWN, ...AIMED].filter((a) => !process.env.ONLY || new RegExp(process.env.ONLY).test(a.name));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describeWithDocker('attacks', () => {
  let kind: SandboxKind;
  let folder: string;
  let tasks: Map<string, Task>;

  beforeAll(async () => {
    kind = await openDocker();
    folder = await mkdtemp(join(tmpdir(), 'gymkhana-attacks-'));
    const ids = [...new Set(ALL.map(({ task }) => task))];
    tasks = new Map((await loadDataset(ids, { root: ROOT })).map((task) => [task.id, task]));
  });
  afterAll(async () => {
    await kind?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    const { pid, startTicks } = currentOwner();
    expect(await dockerLeftovers(`${pid} ${startTicks}`)).toEqual([]);
  });

  test('real', { timeout: 400_000 }, async () => {
    const out: string[] = [];
    for (const task of tasks.values()) {
      const t = Date.now();
      const ended = await runGauntlet(
        { kind, folder, concurrency: 2 },
        {
          id: task.id,
          tasks: [task],
          agents: ALL.filter((a) => a.task === task.id).map(attacker),
          attempts: Number(process.env.N ?? 1),
        },
      );
      for (const e of ended) out.push(JSON.stringify(e));
      out.push(`${task.id} ${Date.now() - t}`);
    }
    console.log(out.join('\n'));
  });
  test('naive', { timeout: 400_000 }, async () => {
    if (process.env.REAL) return;
    const limit = pLimit(2);
    const out: string[] = [];
    await Promise.all(
      ALL.map((attack) =>
        limit(async () => {
          out.push(`${attack.name} ${JSON.stringify(await runNaively(kind, tasks.get(attack.task) as Task, attack))}`);
        }),
      ),
    );
    console.log(out.join('\n'));
  });
});
