import type { Verdict } from '../outcome/outcome.ts';
import type { JournalRecord, LeanRecord, LeanTrial, TrialState } from './record.ts';

type Of<T extends LeanRecord['type']> = Extract<LeanRecord, { type: T }>;

type Rollout = { submitted: Of<'submitted'> | null; scored: Of<'scored'> | null };

type Draft = {
  planned: Of<'planned'> | null;
  tries: number;
  first: Rollout;
  /** From the second on; most trials have none. */
  others: Map<number, Rollout> | null;
  /** By writer and seq, so that a record read twice counts once. */
  failures: Map<string, Of<'failed'>> | null;
  invalid: Of<'invalid'> | null;
  picked: Of<'picked'> | null;
  charges: Map<string, Of<'charged'>> | null;
};

/** A fold that is given its records one by one, so that those which count for nothing need not be kept. */
export type Fold = { take(record: LeanRecord): void; trials(): Map<string, LeanTrial> };

/**
 * What records say of each trial, by trial id. Depends on the set of records alone: order and repetition change
 * nothing, so segments may be read in any order. Where records compete, `submitted` is the first by (try, writer, seq),
 * `scored` the newest generation with a verdict (the first writer's among equals), all else the first by (writer, seq).
 */
export function startFold(): Fold {
  const drafts = new Map<string, Draft>();
  return {
    take(record) {
      const trial = 'ids' in record ? record.ids.trial : record.trial;
      let draft = drafts.get(trial);
      if (draft === undefined) {
        draft = emptyDraft();
        drafts.set(trial, draft);
      }
      absorb(draft, record);
    },
    trials() {
      const sorted = [...drafts].sort(([a], [b]) => compare(a, b));
      return new Map(sorted.map(([trial, draft]) => [trial, settle(trial, draft)]));
    },
  };
}

/** The fold of whole records. */
export function foldJournal(records: Iterable<JournalRecord>): Map<string, TrialState> {
  const fold = startFold();
  for (const record of records) fold.take(record);
  // A fold gives back the records that it took, and these were whole.
  return fold.trials() as Map<string, TrialState>;
}

/** What a fold and a leaderboard need of a record. */
export function lean(record: JournalRecord): LeanRecord {
  const { writer, seq } = record;
  switch (record.type) {
    case 'submitted': {
      const { type, ids, stop, usage, parents } = record;
      return { writer, seq, type, ids, stop, usage, ...(parents && { parents }) };
    }
    case 'scored': {
      const { type, ids, generation, outcome, scores } = record;
      const judges = scores.flatMap(({ model }) => model ?? []);
      return { writer, seq, type, ids, generation, outcome, ...(judges.length > 0 && { judges }) };
    }
    default:
      return record;
  }
}

/**
 * The verdict so far, null while there is none. Scores that lack a value the reward needs are no verdict; failures that
 * nothing was scored after are an infra_error.
 */
export function verdictOf(state: LeanTrial): Verdict | null {
  if (state.scored !== null) return state.scored.outcome.verdict;
  if (state.invalid !== null) return 'task_invalid';
  return state.failures.length > 0 ? 'infra_error' : null;
}

/** Whether it is verified but for values that its reward lacks, as where no judge answered. */
export function isPending(state: LeanTrial): boolean {
  return state.scored !== null && state.scored.outcome.verdict === null;
}

/**
 * Whether the trial needs no more work. An infra_error is no end: it may be tried again. Nor is an invalid task: a slow
 * moment of the machine may have made it so, and asking costs one verification.
 */
export function isDone(state: LeanTrial): boolean {
  const verdict = verdictOf(state);
  if (verdict === null || verdict === 'infra_error' || verdict === 'task_invalid') return false;
  return state.candidates.every(({ scored }) => scored?.outcome.verdict != null);
}

function emptyDraft(): Draft {
  return {
    planned: null,
    tries: 0,
    first: { submitted: null, scored: null },
    others: null,
    failures: null,
    invalid: null,
    picked: null,
    charges: null,
  };
}

function rolloutOf(draft: Draft, rollout: number): Rollout {
  if (rollout === 1) return draft.first;
  draft.others ??= new Map();
  const found = draft.others.get(rollout) ?? { submitted: null, scored: null };
  draft.others.set(rollout, found);
  return found;
}

function absorb(draft: Draft, record: LeanRecord): void {
  switch (record.type) {
    case 'planned':
      draft.planned = least(draft.planned, record, byWriter);
      break;
    case 'started':
      draft.tries = Math.max(draft.tries, record.ids.try);
      break;
    case 'submitted': {
      const rollout = rolloutOf(draft, record.ids.rollout);
      rollout.submitted = least(rollout.submitted, record, byTry);
      break;
    }
    case 'failed':
      draft.failures ??= new Map();
      draft.failures.set(`${record.writer}#${record.seq}`, record);
      break;
    case 'invalid':
      draft.invalid = least(draft.invalid, record, byWriter);
      break;
    case 'scored': {
      const rollout = rolloutOf(draft, record.ids.rollout);
      rollout.scored = least(rollout.scored, record, byNewestComplete);
      break;
    }
    case 'picked':
      draft.picked = least(draft.picked, record, byWriter);
      break;
    case 'charged':
      draft.charges ??= new Map();
      draft.charges.set(record.key, least(draft.charges.get(record.key) ?? null, record, byWriter));
      break;
  }
}

function settle(trial: string, draft: Draft): LeanTrial {
  const { planned, tries, first, failures, invalid, picked, charges } = draft;
  const ordered = failures === null ? [] : [...failures.values()].sort(byTry);
  const candidates = planned?.candidates === undefined ? [] : candidatesOf(draft);
  const chosen = candidates.find(({ rollout }) => rollout === picked?.rollout);
  const { submitted, scored } =
    planned?.candidates === undefined ? first : (chosen ?? { submitted: null, scored: null });
  return {
    trial,
    planned,
    tries,
    submitted,
    failures: ordered,
    scored,
    invalid: invalid?.cause ?? null,
    candidates,
    picked,
    charges: charges === null ? [] : [...charges.values()].sort((a, b) => compare(a.key, b.key)),
  };
}

function candidatesOf({ first, others }: Draft): LeanTrial['candidates'] {
  const all: [number, Rollout][] = [[1, first], ...(others ?? [])];
  const ended = all.flatMap(([rollout, { submitted, scored }]): LeanTrial['candidates'] =>
    submitted ? [{ rollout, submitted, scored }] : [],
  );
  return ended.sort((a, b) => a.rollout - b.rollout);
}

function least<T>(best: T | null, next: T, order: (a: T, b: T) => number): T {
  return best === null || order(next, best) < 0 ? next : best;
}

function byWriter(a: LeanRecord, b: LeanRecord): number {
  return compare(a.writer, b.writer) || a.seq - b.seq;
}

function byTry(a: Of<'submitted' | 'failed'>, b: Of<'submitted' | 'failed'>): number {
  return a.ids.try - b.ids.try || byWriter(a, b);
}

function byNewestComplete(a: Of<'scored'>, b: Of<'scored'>): number {
  const complete = Number(b.outcome.verdict !== null) - Number(a.outcome.verdict !== null);
  return complete || b.generation - a.generation || byWriter(a, b);
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
