import { Argument, type Command, Option } from 'commander';
import { checkTask } from '../admission/check.ts';
import { REPEATS } from '../admission/observe.ts';
import { derive } from './derive.ts';
import { forEachTask, type ProbeOptions } from './for-each-task.ts';
import { loadTasks } from './load-tasks.ts';
import { reportMutants } from './mutants.ts';
import { positive } from './number.ts';
import { TASKS } from './paths.ts';
import { sandboxOption } from './sandbox-option.ts';
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
    .description('run the hidden tests before and after the gold, and write what they must do; if that fails, nothing')
    .argument('<selector...>', 'names, folders, globs or list files')
    .addOption(sandboxOption('docker or else namespace').default('auto'))
    .addOption(repeatsOption('how often the tests are run before, and how often after', REPEATS))
    .option('--verbose', 'print what the tests printed')
    .action((selectors: string[], { verbose, ...options }: ProbeOptions & { verbose?: boolean }) =>
      forEachTask(selectors, options, (probe) => derive(probe, verbose === true)),
    );
  task
    .command('check')
    .description('prove that the gold resolves a task and nothing else does, and that no test is flaky')
    .addArgument(bundledByDefault())
    .addOption(sandboxOption('docker or else namespace').default('auto'))
    .addOption(repeatsOption('how often each test is run; 1 is quick and finds no flaky one', REPEATS))
    .action((selectors: string[], options: ProbeOptions) => forEachTask(selectors, options, checkTask));
  task
    .command('mutants')
    .description('put small faults into the gold and see whether the hidden tests catch at least 80 % of them')
    .argument('<selector...>', 'names, folders, globs or list files')
    .addOption(sandboxOption('docker or else namespace').default('auto'))
    .addOption(repeatsOption('how often the tests are run on each mutant; one red run kills it', 1))
    .option('--max <n>', 'mutants of a task at most, a sample where it has more', positive, 40)
    .action((selectors: string[], { max, ...options }: ProbeOptions & { max: number }) =>
      forEachTask(selectors, options, (probe) => reportMutants(probe, max)),
    );
}

function bundledByDefault(): Argument {
  const argument = new Argument('[selector...]', 'names, folders, globs or list files');
  return argument.default([TASKS], 'the bundled tasks');
}

function repeatsOption(description: string, count: number): Option {
  return new Option('--repeats <n>', description).argParser(positive).default(count);
}
