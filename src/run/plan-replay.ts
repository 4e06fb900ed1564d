import type { TrialState } from '../journal/record.ts';
import type { RunFolder } from './folder.ts';
import { withModelFacts } from './model-facts.ts';
import { Runner } from './runner.ts';
import type { ReplayMode, RunSpec } from './spec.ts';

/** What another plan has to say to be a replay of a run, whose models answer as they did there. Pure. */
export function replayOf({ spec, folder }: { spec: RunSpec; folder: RunFolder }): NonNullable<RunSpec['replay']> {
  const { attempt } = spec.replay ?? {};
  return { run: spec.id, folder: folder.path, mode: 'model', ...(attempt !== undefined && { attempt }) };
}

type Planned = NonNullable<TrialState['planned']>;

/** One trial of a run once more, in the same kind of sandbox, under the same limits and with the same seed. Pure. */
export function planTrialReplay(
  spec: RunSpec,
  { task, entry, attempt }: Pick<Planned, 'task' | 'entry' | 'attempt'>,
  { folder, id, mode, sandbox }: { folder: RunFolder; id: string; mode: ReplayMode; sandbox: string },
): RunSpec {
  return withModelFacts({
    ...spec,
    id,
    // Where the runner left the choice to the machine, another one may be there today.
    runner: { ...spec.runner, sandbox: Runner.shape.sandbox.parse(sandbox) },
    attempts: 1,
    entries: spec.entries.filter(({ name }) => name === entry),
    tasks: spec.tasks.filter((one) => one.id === task),
    replay: { run: spec.id, folder: folder.path, mode, attempt },
  });
}
