import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Argument, type Command, Option } from 'commander';
import pLimit from 'p-limit';
import { checkTask } from '../admission/check.ts';
import { deriveExpectations } from '../admission/derive.ts';
import { type Probe, REPEATS } from '../admission/observe.ts';
import { formatProblem, GymkhanaError, type Problem } from '../errors.ts';
import { writeDurably } from '../files.ts';
import { prepareTask } from '../run/prepared-task.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import { SANDBOX_NAMES, type SandboxName } from '../sandbox/names.ts';
import { updateVerifyIds } from '../task/rewrite.ts';
import type { Task } from '../task/task.ts';
import { testsOf } from '../task/verifiers/kinds.ts';
import { INTERRUPTS } from './interrupt.ts';
import { loadTasks } from './load-tasks.ts';
import { reportMutants } from './mutants.ts';
import { positive } from './number.ts';
import { TASKS } from './paths.ts';
import { addTaskNew } from './task-new.ts';

export function addTask(program: Command): void {
  const task = program.command('task').description('look at tasks, and make sure that they are fit to judge agents by');
  task
    .command('list')
    .description('list tasks')
    .addArgument(bundledByDefault())
    .action(async (selectors: string[]) => {
      const tasks = await loadTasks(selectors);
      const width = Math.max(...tasks.map(({ id }) => id.length));
      for (const { id, language, difficulty, kind, title } of tasks) {
        console.log([id.padEnd(width), language.padEnd(11), difficulty.padEnd(7), kind.padEnd(8), title].join('  '));
      }
    });
  addTaskNew(task);
  task
    .command('derive')
    .description('run the hidden tests five times before and five times after the gold, and write what they must do')
    .argument('<selector...>', 'names, folders, globs or list files')
    .addOption(sandboxOption())
    .action((selectors: string[], options: Options) => forEachTask(selectors, options, derive));
  task
    .command('check')
    .description('prove that the gold resolves a task and nothing else does, and that no test is flaky')
    .addArgument(bundledByDefault())
    .addOption(sandboxOption())
    .option('--repeats <n>', 'how often each test is run; 1 is quick and finds no flaky one', positive, REPEATS)
    .action((selectors: string[], options: Options) => forEachTask(selectors, options, checkTask));
  task
    .command('mutants')
    .description('put small faults into the gold and see whether the hidden tests catch at least 80 % of them')
    .argument('<selector...>', 'names, folders, globs or list files')
    .addOption(sandboxOption())
    .option('--max <n>', 'mutants of a task at most, a sample where it has more', positive, 40)
    .action((selectors: string[], { max, ...options }: Options & { max: number }) =>
      forEachTask(selectors, options, (probe) => reportMutants(probe, max)),
    );
}

function bundledByDefault(): Argument {
  const argument = new Argument('[selector...]', 'names, folders, globs or list files');
  return argument.default([TASKS], 'the bundled tasks');
}

type Options = { sandbox: SandboxName; repeats?: number };

function sandboxOption(): Option {
  return new Option('--sandbox <kind>', 'where the tests run').choices(SANDBOX_NAMES).default('auto');
}

/** Does something with each task, prints its problems as coded lines, and fails if there was any. */
async function forEachTask(
  selectors: string[],
  { sandbox, repeats = REPEATS }: Options,
  work: (probe: Probe) => Promise<Problem[]>,
): Promise<void> {
  const tasks = await loadTasks(selectors);
  await using kind = await openSandboxKind(sandbox, (line) => console.error(line));
  await kind.reap({ all: false });
  const pool = pLimit(availableParallelism());
  const started = new Set<Promise<unknown>>();
  const limit: Probe['limit'] = (run) => {
    const running = pool(run);
    started.add(running);
    return running;
  };
  const interrupt = new AbortController();
  const { signal } = interrupt;
  for (const name of INTERRUPTS) process.once(name, () => interrupt.abort());
  for (const task of tasks) {
    const problems = await problemsOf(task, signal, async () => {
      const prepared = await prepareTask(kind, task, (line) => console.error(line));
      return work({ kind, prepared, repeats, limit, signal });
    });
    if (signal.aborted) {
      // Sandboxes that are still opening close by themselves; the engine is needed until then.
      await Promise.allSettled(started);
      console.error('interrupted; nothing is left behind');
      process.exitCode = 130;
      return;
    }
    for (const problem of problems) console.error(formatProblem(problem));
    if (problems.length > 0) process.exitCode = 1;
    console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${task.id}`);
  }
}

/** One bad task must not keep the others from being looked at. */
async function problemsOf(task: Task, signal: AbortSignal, work: () => Promise<Problem[]>): Promise<Problem[]> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return [];
    if (error instanceof GymkhanaError && error.problems[0].place.startsWith(task.folder)) return [...error.problems];
    throw error;
  }
}

async function derive(probe: Probe): Promise<Problem[]> {
  const { task } = probe.prepared;
  const problems: Problem[] = [];
  for (const spec of testsOf(task)) {
    const { failToPass, passToPass, flaky, red } = await deriveExpectations(probe, spec);
    const text = await readFile(task.file, 'utf8');
    await writeDurably(task.file, updateVerifyIds(text, spec.id, { failToPass, passToPass }));
    console.log(`${task.id} ${spec.id}: ${failToPass.length} fail to pass, ${passToPass.length} pass to pass`);
    for (const id of red) console.log(`  left out, red after the gold: ${id}`);
    for (const id of flaky) {
      const problem = `${id} does not say the same every time and is left out`;
      problems.push({ code: 'TASK_FLAKY', place: task.file, problem, fix: 'make it deterministic' });
    }
    if (failToPass.length === 0) {
      const problem = 'no hidden test fails before the gold and passes after it';
      problems.push({ code: 'TASK_GOLD_FAILS', place: task.file, problem, fix: 'add one that shows the change' });
    }
  }
  return problems;
}
