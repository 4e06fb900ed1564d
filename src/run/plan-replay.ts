import type { TrialState } from '../journal/record.ts';
import type { RunFolder } from './folder.ts';
import type { ReplayMode, RunSpec } from './spec.ts';

/** The same run once more, whose models answer from its recordings. Pure. */
export function planReplay(spec: RunSpec, { folder, id }: { folder: RunFolder; id: string }): RunSpec {
  const { attempt } = spec.replay ?? {};
  const only = attempt === undefined ? {} : { attempt };
  return { ...spec, id, replay: { run: spec.id, folder: folder.path, mode: 'model', ...only } };
}

type Planned = NonNullable<TrialState['planned']>;

/** One trial of a run once more, under the same limits and with the same seed. Pure. */
export function planTrialReplay(
  spec: RunSpec,
  { task, entry, attempt }: Pick<Planned, 'task' | 'entry' | 'attempt'>,
  { folder, id, mode }: { folder: RunFolder; id: string; mode: ReplayMode },
): RunSpec {
  return {
    ...spec,
    id,
    attempts: 1,
    entries: spec.entries.filter(({ name }) => name === entry),
    tasks: spec.tasks.filter((one) => one.id === task),
    replay: { run: spec.id, folder: folder.path, mode, attempt },
  };
}
