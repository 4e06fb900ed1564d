import { GymkhanaError } from '../errors.ts';
import type { LeanTrial } from '../journal/record.ts';
import { countOf } from '../text/count.ts';

type Planned<Trial extends LeanTrial> = Trial & { planned: NonNullable<Trial['planned']> };

/** The trials that a journal has a plan of. Errors JOURNAL_INCOMPLETE where they are fewer than run.yaml plans. */
export function plannedTrials<Trial extends LeanTrial>(
  all: ReadonlyMap<string, Trial>,
  { journal, trials = 0 }: { journal: string; trials?: number },
): Planned<Trial>[] {
  const planned = [...all.values()].filter((trial): trial is Planned<Trial> => trial.planned !== null);
  if (planned.length >= trials) return planned;
  const problem = `run.yaml plans ${countOf(trials, 'trial')}, and the journal knows ${planned.length} of them`;
  const fix = 'restore the journal, or `gymkhana resume` the run: what is not journalled runs again';
  throw new GymkhanaError({ code: 'JOURNAL_INCOMPLETE', place: journal, problem, fix });
}
