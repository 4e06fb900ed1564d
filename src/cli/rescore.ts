import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import { loadRun } from '../run/folder.ts';
import { rescoreRun } from '../run/rescore.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { countOf } from '../text/count.ts';
import { endAs } from './exit-code.ts';
import { endAsFailed } from './failed-entries.ts';
import { listenForInterrupts } from './interrupt.ts';
import { judgeOf, openModels, withJudge } from './models.ts';
import { runPath } from './paths.ts';
import { openProgress } from './progress.ts';
import { reloadTasks } from './resume.ts';
import { sandboxOption } from './sandbox-option.ts';
import { terminalWidth } from './terminal.ts';

export function addRescore(program: Command): void {
  program
    .command('rescore')
    .description('verify the submissions of a run again, without running any agent; older scores are kept')
    .argument('<run>', 'an id under runs/, or a path')
    .option('--judge <provider/name>', 'the model that judges (default: that of the run)')
    .addOption(sandboxOption('as the run was planned'))
    .action(async (run: string, options: { judge?: string; sandbox?: SandboxName }) => {
      const { folder, spec } = await loadRun(runPath(run));
      const tasks = await reloadTasks(spec);
      const runner = withJudge(spec.runner, options.judge);
      const judge = judgeOf(runner, openModels([], { runner, tasks }));
      const progress = openProgress(process.stderr);
      const { stop, drain, release } = listenForInterrupts(progress.say);
      let submissions = 0;
      let left = 0;
      try {
        await using kind = await openSandboxKind(options.sandbox ?? spec.runner.sandbox, progress.say);
        ({ submissions, left } = await rescoreRun({
          folder,
          spec,
          tasks,
          kind,
          judge,
          concurrency: availableParallelism(),
          onEvent: progress.onEvent,
          drain,
          stop,
        }));
      } finally {
        progress.close();
        release();
      }
      const board = await readLeaderboard([{ ...folder, ...spec }]);
      process.stdout.write(renderTable(board, { width: terminalWidth() }));
      endAsFailed(board);
      if (submissions === 0) console.error('no trial of this run has a submission');
      if (left > 0)
        console.error(`${left} of ${countOf(submissions, 'submission')} got no new verdict; older scores still count`);
      if (submissions === 0 || left > 0) endAs('undecided');
      if (drain.aborted) endAs('interrupted');
    });
}
