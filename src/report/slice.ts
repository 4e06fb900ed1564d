import type { Slice, SliceKey, Slices } from './leaderboard.ts';
import { summarizeEntries, type TrialSummary } from './summarize.ts';

/** What a task said of itself when its run was planned. */
export type TaskFacts = {
  language: string;
  difficulty: string;
  tags: readonly string[];
  repository?: string | undefined;
};

export type SlicedTrial = { summary: TrialSummary; facts: TaskFacts };

const VALUES: Record<SliceKey, (facts: TaskFacts) => readonly (string | null)[]> = {
  difficulty: ({ difficulty }) => [difficulty],
  language: ({ language }) => [language],
  tag: ({ tags }) => (tags.length > 0 ? [...new Set(tags)] : [null]),
};

/** Not by name, as all else is. */
const DIFFICULTIES = ['easy', 'medium', 'hard'];

/** A leaderboard for each value of `by`, from the trials of its tasks alone. Pure. */
export function sliceTrials(trials: readonly SlicedTrial[], by: SliceKey): Slices {
  const groups = new Map<string | null, TrialSummary[]>();
  for (const { summary, facts } of trials) {
    for (const value of VALUES[by](facts)) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [summary]);
      else group.push(summary);
    }
  }
  const blocks = [...groups].map(([value, own]): Slice => {
    const rows = summarizeEntries(own);
    return { value, tasks: new Set(own.map(({ task }) => task)).size, rows };
  });
  return { by, overlapping: by === 'tag', blocks: blocks.sort(by === 'difficulty' ? byDifficulty : byName) };
}

function byDifficulty({ value: a }: Slice, { value: b }: Slice): number {
  return DIFFICULTIES.indexOf(a ?? '') - DIFFICULTIES.indexOf(b ?? '');
}

/** Tasks without a value last. */
function byName({ value: a }: Slice, { value: b }: Slice): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : 1;
}
