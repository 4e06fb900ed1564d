import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { type CurveTrial, renderCurve, renderCurveCsv, summarizeCurve } from '../report/curve.ts';
import { type CurvePoint, readCurve, verifyUnknown } from '../run/curve.ts';
import { loadRun } from '../run/folder.ts';
import { lineOf } from '../run/spec.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { countOf } from '../text/count.ts';
import { endAs } from './exit-code.ts';
import { listenForInterrupts } from './interrupt.ts';
import { runPath } from './paths.ts';
import { openProgress } from './progress.ts';
import { reloadTasks } from './resume.ts';
import { sandboxOption, withSandbox } from './sandbox-option.ts';

type Format = 'table' | 'json' | 'csv';

export function addCurve(program: Command): void {
  program
    .command('curve')
    .description('resolved at every limit of turns, from one rollout a trial; needs checkpoints, and agents not told')
    .argument('<run>', 'an id under runs/, or a path')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json', 'csv']).default('table'))
    .addOption(sandboxOption('as the run was planned'))
    .action(async (run: string, { format, sandbox }: { format: Format; sandbox?: SandboxName }) => {
      const { folder, spec: planned } = await loadRun(runPath(run));
      const spec = { ...planned, runner: withSandbox(planned.runner, sandbox) };
      const tasks = await reloadTasks(spec);
      const before = await readCurve(folder, spec, tasks);
      if (before.unknown.length > 0) await verify({ folder, spec, tasks }, before.unknown);
      const { points, unknown } = before.unknown.length > 0 ? await readCurve(folder, spec, tasks) : before;
      const rows = summarizeCurve(trialsOf(points));
      const render = { table: renderCurve, csv: renderCurveCsv, json: () => `${JSON.stringify(rows, null, 2)}\n` };
      process.stdout.write(render[format](rows));
      if (unknown.length === 0) return;
      console.error(`${countOf(unknown.length, 'checkpoint has', 'checkpoints have')} no verdict; ask again`);
      endAs('undecided');
    });
}

type Loaded = Awaited<ReturnType<typeof loadRun>> & { tasks: Awaited<ReturnType<typeof reloadTasks>> };

async function verify({ folder, spec, tasks }: Loaded, unknown: Parameters<typeof verifyUnknown>[1]): Promise<void> {
  const progress = openProgress(process.stderr);
  const { drain, stop, release } = listenForInterrupts(progress.say);
  try {
    progress.say(`verifying ${countOf(unknown.length, 'checkpoint')}; what is found is kept`);
    await using kind = await openSandboxKind(spec.runner.sandbox, progress.say);
    const concurrency = spec.runner.concurrency?.sandboxes ?? availableParallelism();
    const context = { folder, spec, tasks, kind, judge: null, concurrency, onEvent: progress.onEvent, drain, stop };
    await verifyUnknown(context, unknown);
  } finally {
    progress.close();
    release();
  }
  if (drain.aborted) endAs('interrupted');
}

/** Up to the smallest limit of a line's trials: beyond it some would not be known. */
function trialsOf(points: readonly CurvePoint[]): CurveTrial[] {
  const ends = new Map<string, number>();
  for (const point of points) {
    const line = lineOf(point.plan.entry);
    ends.set(line, Math.min(ends.get(line) ?? Number.POSITIVE_INFINITY, point.plan.limits.turns));
  }
  return points.flatMap((point) => {
    const { plan, limit, verdict, turns } = point;
    const line = lineOf(plan.entry);
    if (limit > (ends.get(line) ?? 0)) return [];
    return [
      {
        line,
        agent: plan.entry.agent,
        model: plan.entry.model,
        task: plan.task.id,
        repository: plan.task.repository,
        limit,
        verdict,
        turns,
      },
    ];
  });
}
