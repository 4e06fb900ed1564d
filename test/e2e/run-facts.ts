import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foldJournal, verdictOf } from '../../src/journal/fold.ts';
import { readJournal } from '../../src/journal/read.ts';
import type { JournalRecord, RecordBody, TrialState } from '../../src/journal/record.ts';
import type { Running } from './workplace.ts';

/** What the journal of a run holds; its folder may not be there yet. */
export async function recordsOf(run: string): Promise<JournalRecord[]> {
  return readJournal(join(run, 'journal'));
}

export async function statesOf(run: string): Promise<Map<string, TrialState>> {
  return foldJournal(await recordsOf(run));
}

/** Every trial with its verdict, by id: what two runs of one plan must agree on. */
export async function verdictsOf(run: string): Promise<Record<string, string | null>> {
  return Object.fromEntries([...(await statesOf(run))].map(([id, state]) => [id, verdictOf(state)]));
}

export function ofType<T extends RecordBody['type']>(
  records: readonly JournalRecord[],
  type: T,
): Extract<JournalRecord, { type: T }>[] {
  return records.filter((record) => record.type === type) as Extract<JournalRecord, { type: T }>[];
}

/** Trials that were started and have no score. */
export function inFlight(records: readonly JournalRecord[]): string[] {
  const scored = new Set(ofType(records, 'scored').map(({ ids }) => ids.trial));
  return [...new Set(ofType(records, 'started').map(({ ids }) => ids.trial))].filter((trial) => !scored.has(trial));
}

/** Waits until `look` answers with something; fails when the command ends before that, or takes a minute. */
export async function until<T>(
  running: Running,
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let ended = false;
  void running.done.then(() => {
    ended = true;
  });
  for (;;) {
    const last = ended;
    const found = await look();
    if (found) return found;
    if (last) throw new Error(`the command ended before ${what}:\n${running.stderr()}`);
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}:\n${running.stderr()}`);
    await sleep(20);
  }
}
