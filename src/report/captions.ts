import { countOf } from '../text/count.ts';
import { NONE } from './columns.ts';
import type { Leaderboard, LeaderboardRow, Slice, SliceKey } from './leaderboard.ts';

/** Below this many tasks an interval over tasks is rough, and the notes say so. */
const FEW_TASKS = 30;

export function titleOf({ runs }: Leaderboard): string {
  return `Leaderboard of ${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ') || NONE}`;
}

/** `difficulty easy, 4 tasks` */
export function titleOfSlice(by: SliceKey, { value, tasks }: Slice): string {
  return `${value === null ? `no ${by}` : `${by} ${value}`}, ${countOf(tasks, 'task')}`;
}

/** What a reader must know to read the numbers. */
export function notesOf({ runs, rows, slices, unequalTasks, probes }: Leaderboard): string[] {
  if (rows.length === 0) return [];
  const fewest = fewestTasks(rows);
  const smallest = Math.min(fewest, ...(slices?.blocks ?? []).map((block) => fewestTasks(block.rows)));
  const notes = [
    'resolved: mean over tasks, of the trials that have a score (coverage). --wide shows limits, and bounds that count the others.',
  ];
  if (unequalTasks) {
    notes.push(
      'The entries were not all tried on the same tasks: that one is above another need not mean that it is better.',
    );
  }
  const served = rows.filter((row) => row.served > 0).map((row) => row.entry);
  if (served.length > 0) {
    notes.push(
      `${served.join(', ')}: from the beginnings of rollouts with more turns, whose agent did not know its limit.`,
    );
  }
  notes.push(...rows.flatMap((row) => describeAgentErrors(row) ?? []));
  const alone = rows.filter(({ unidentified }) => unidentified).map(({ entry }) => entry);
  if (alone.length > 0 && runs.length > 1) {
    notes.push(`${alone.join(', ')}: of a run that kept no digest of its agent, and so put together with no other.`);
  }
  for (const row of rows) if (row.infraTries) notes.push(describeLost(row));
  for (const row of rows) if (row.estimated) notes.push(describeEstimated(row));
  if (probes) notes.push(describeProbes(probes));
  if (slices?.overlapping) {
    notes.push(`A task with several ${slices.by}s counts in each of their slices: the slices overlap.`);
  }
  if (smallest < FEW_TASKS) {
    const most = Math.max(...rows.map((row) => row.scoredTasks));
    const range = fewest < most ? `${fewest} to ${countOf(most, 'scored task')}` : countOf(most, 'scored task');
    const counted = most < FEW_TASKS ? `Only ${range}` : range;
    const sliced = smallest < fewest ? `, and ${smallest} in the smallest slice` : '';
    notes.push(
      `${counted}${sliced}: intervals over fewer than ${FEW_TASKS} tasks are rough, and rows may differ by chance alone.`,
    );
  }
  return notes;
}

/** `24 of 24 trials ended in agent_error after 0 turns`; null where none did. */
export function describeAgentErrors({ entry, trials, agentErrors }: LeaderboardRow): string | null {
  if (!agentErrors) return null;
  const { trials: failed, leastTurns, mostTurns, trial } = agentErrors;
  const turns = leastTurns === mostTurns ? countOf(mostTurns, 'turn') : `${leastTurns} to ${mostTurns} turns`;
  const ended = `${failed} of ${countOf(trials, 'trial')} ended in agent_error after ${turns}`;
  return `${entry}: ${ended}: see \`gymkhana show ${trial}\``;
}

/** The columns hold what scored rollouts cost. */
function describeLost({ entry, infraTries, infraTokens, infraCostUsd }: LeaderboardRow): string {
  const tries = countOf(infraTries ?? 0, 'try', 'tries');
  const cost = typeof infraCostUsd === 'number' ? ` and ${infraCostUsd.toFixed(4)} $` : '';
  return `${entry}: ${tries} that infrastructure ended used ${infraTokens} tokens${cost} more, in all; they are in no mean.`;
}

function describeEstimated({ entry, estimated = 0 }: LeaderboardRow): string {
  return `${entry}: the tokens of ${countOf(estimated, 'trial')} are estimated in part: the provider did not tell all of them.`;
}

function describeProbes({ requests, tokens, costUsd }: NonNullable<Leaderboard['probes']>): string {
  const cost = costUsd === null ? '' : ` and ${costUsd.toFixed(4)} $`;
  return `${countOf(requests, 'request')} of the harness itself, to know whether a provider answers, used ${tokens} tokens${cost} more; they are in no mean.`;
}

function fewestTasks(rows: readonly LeaderboardRow[]): number {
  return Math.min(...rows.map((row) => row.scoredTasks));
}
