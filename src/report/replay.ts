import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verdictOf } from '../journal/fold.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import type { Verdict } from '../outcome/outcome.ts';
import { countOf } from '../text/count.ts';
import { cutText } from '../text/cut.ts';
import { readBodies } from '../trajectory/bodies.ts';
import { readTrajectory } from '../trajectory/read.ts';
import type { AskedModel } from '../trajectory/requests.ts';
import { visibleLine } from '../trajectory/visible.ts';
import { loadSubmission } from '../workspace/change.ts';
import type { Difference } from './difference.ts';
import { findDifferences, type Played } from './differences.ts';

/** A replayed trial beside the recorded one. */
export type Comparison = {
  trial: string;
  recorded: string;
  mode: 'actions' | 'model';
  verdict: { was: Verdict | null; is: Verdict | null };
  differences: Difference[];
};

type Place = { journal: string; trial(id: string): string };

/** Of one trial; the first say where it began to go another way. */
const MAX_SHOWN = 20;
const MAX_LINE = 160;

/** Every trial of a replay that has a recorded one, from the folders of both runs; with `only`, that one. */
export async function readReplay(
  replay: Place,
  { recorded, mode, only }: { recorded: Place; mode: Comparison['mode']; only?: string },
): Promise<Comparison[]> {
  const before = new Map([...(await loadTrials(recorded.journal)).values()].map((state) => [keyOf(state), state]));
  const comparisons: Comparison[] = [];
  for (const [trial, state] of await loadTrials(replay.journal)) {
    const then = before.get(keyOf(state));
    if (!then || !state.planned || (only !== undefined && only !== trial)) continue;
    const [was, is] = [await readPlayed(recorded, then), await readPlayed(replay, state)];
    comparisons.push({
      trial,
      recorded: then.trial,
      mode,
      verdict: { was: was.verdict, is: is.verdict },
      differences: findDifferences(mode, was, is),
    });
  }
  return comparisons;
}

/** The same task, entry and attempt; ids differ, as a replay is another trial. */
function keyOf({ planned }: TrialState): string {
  return JSON.stringify([planned?.task, planned?.entry, planned?.attempt]);
}

async function readPlayed(place: Place, state: TrialState): Promise<Played> {
  const { submitted } = state;
  const verdict = verdictOf(state);
  if (!submitted) return { verdict, stop: null, sandbox: '', events: [], submission: null, bodyOf: () => null };
  const folder = place.trial(state.trial);
  const events = await readTrajectory(join(folder, submitted.trajectory));
  const submission = await loadSubmission(join(folder, submitted.submission));
  // Beside the rollout's own trajectory: one that another rollout served has none of its own.
  const file = join(folder, submitted.trajectory, '..', 'model.jsonl');
  const bodies = existsSync(file) ? await readBodies(file) : null;
  const bodyOf = ({ event }: AskedModel) => bodies?.request(event.request) ?? null;
  const sandbox = `${submitted.sandbox.kind}, image ${submitted.sandbox.image}`;
  return { verdict, stop: submitted.stop, sandbox, events, submission, bodyOf };
}

export function hasSameVerdict({ verdict: { was, is } }: Comparison): boolean {
  return is !== null && was === is;
}

/** For people. What agents wrote is cut and made harmless for a terminal. */
export function renderComparison(comparison: Comparison): string {
  const { recorded, mode, verdict, differences } = comparison;
  const how = mode === 'actions' ? 'its calls made again' : "its model's recorded answers given again";
  const same = hasSameVerdict(comparison) ? `the same verdict, ${verdict.is}` : 'another verdict';
  const shown = differences
    .slice(0, MAX_SHOWN)
    .flatMap(({ what, was, is }) => [
      `  ${line(what)}`,
      ...(was === undefined ? [] : [`    then: ${line(was)}`]),
      ...(is === undefined ? [] : [`    now:  ${line(is)}`]),
    ]);
  const more = differences.length - MAX_SHOWN;
  const rest =
    differences.length === 0 ? ['  nothing differs'] : more > 0 ? [`  and ${countOf(more, 'more difference')}`] : [];
  return `${[`replay of ${recorded}, ${how}: ${same}`, ...shown, ...rest].join('\n')}\n`;
}

function line(text: string): string {
  const visible = visibleLine(text);
  return visible.length > MAX_LINE ? `${cutText(visible, MAX_LINE)}…` : visible;
}
