import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSegment } from '../dist/journal/segment.js';
import { loadAgent } from '../dist/run/agents.js';
import { planTrials } from '../dist/run/plan.js';
import { prepareTask } from '../dist/run/prepared-task.js';
import { Runner } from '../dist/run/runner.js';
import { planRun } from '../dist/run/spec.js';
import { runTrial } from '../dist/run/trial.js';
import { openDocker } from '../dist/sandbox/docker/kind.js';
import { openNamespace } from '../dist/sandbox/namespace/kind.js';
import { loadTask } from '../dist/task/load.js';
import { openBareNamespaces } from './bare-namespace.mjs';
import { openFloor } from './floor.mjs';
import { writeTask } from './task-folder.mjs';

const ATTEMPTS = 1000;

/** How a kind is opened, and the floor under it: what its sandboxes cost by bare calls. */
const SUBJECTS = {
  docker: {
    open: openDocker,
    async openFloor({ prepared, undo, resources }) {
      const floor = await openFloor({ ...prepared, resources });
      undo.push(async () => {
        await floor.close();
        await floor.engine.getVolume(`gymkhana-layer-${prepared.layer.digest.slice(0, 16)}`).remove();
      });
      return floor;
    },
  },
  namespace: {
    open: openNamespace,
    async openFloor({ prepared: { layer }, undo, resources }) {
      undo.push(() => rm(layer.ref, { recursive: true }));
      return openBareNamespaces({ layer, resources });
    },
  },
};

/** Calls `work` with a bench task, its floor and a `trial` that runs the oracle on it; leaves nothing behind. */
export async function withGym(name, work) {
  const undo = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), 'gymkhana-bench-'));
    undo.push(() => rm(folder, { recursive: true }));
    const id = 'bench-task';
    await writeTask(join(folder, id), id, randomBytes(8).toString('hex'));
    const task = await loadTask(join(folder, id));

    const kind = await SUBJECTS[name].open();
    undo.push(() => kind[Symbol.asyncDispose]());
    const prepared = await prepareTask(kind, task, (line) => console.error(line));
    const floor = await SUBJECTS[name].openFloor({ prepared, undo, resources: task.resources });

    const agent = await loadAgent('oracle', folder);
    const agents = new Map([['oracle', agent]]);
    const spec = planRun({ id, runner: Runner.parse({}), tasks: [task], agents, attempts: ATTEMPTS });
    const plans = planTrials(spec, [task]);
    const segment = await openSegment(join(folder, 'journal'), 'runner');
    undo.push(() => segment.close());
    const context = {
      kind,
      prepared,
      software: null,
      tellAgent: true,
      retries: 0,
      append: segment.append.bind(segment),
      signal: new AbortController().signal,
    };
    const trial = async () => {
      const plan = plans.pop();
      const acts = { plan, agent: agent.forTask(task.id, prepared.gold), model: null, answers: null, parent: null };
      const own = { plan, cast: async () => acts, folder: join(folder, 'trials', plan.id) };
      const end = await runTrial({ ...context, ...own }, undefined);
      if (end.outcome?.verdict !== 'resolved') throw new Error(`a bench trial ended with ${JSON.stringify(end)}`);
    };
    await work({ kind, prepared, task, floor, folder, trial });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
