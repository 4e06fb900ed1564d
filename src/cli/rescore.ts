import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import { loadRun } from '../run/folder.ts';
import { rescoreRun } from '../run/rescore.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import { listenForInterrupts } from './interrupt.ts';
import { runPath } from './paths.ts';
import { openProgress } from './progress.ts';
import { reloadTasks } from './resume.ts';

export function addRescore(program: Command): void {
  program
    .command('rescore')
    .description('verify the submissions of a run again, without running any agent; older scores are kept')
    .argument('<run>', 'an id under runs/, or a path')
    .action(async (run: string) => {
      const { folder, spec } = await loadRun(runPath(run));
      const tasks = await reloadTasks(spec);
      const progress = openProgress(process.stderr);
      const { stop, drain, release } = listenForInterrupts(progress.say);
      try {
        await using kind = await openSandboxKind(spec.runner.sandbox, progress.say);
        await rescoreRun({
          folder,
          spec,
          tasks,
          kind,
          concurrency: availableParallelism(),
          onEvent: progress.onEvent,
          drain,
          stop,
        });
      } finally {
        progress.close();
        release();
      }
      process.stdout.write(renderTable(await readLeaderboard([{ ...folder, seed: spec.seed }])));
      if (drain.aborted) process.exitCode = 130;
    });
}
