import { basename } from 'node:path';
import type { LeanTrial } from '../journal/record.ts';
import { groupBy } from './group-by.ts';
import {
  describeDifference,
  type Identity,
  identityOf,
  keyOf,
  type PlannedEntry,
  type PlannedRun,
} from './identity.ts';

export type RunOfRows = {
  path: string;
  id?: string;
  entries?: readonly PlannedEntry[];
} & Partial<PlannedRun>;

type Found<Run> = { run: Run; trial: LeanTrial & { planned: NonNullable<LeanTrial['planned']> } };

/** `isAlone`: its run kept no digest of its agent, so that it is a row of that run and of no other. */
export type Row = { name: string; isAlone: boolean };

/** Entries of runs that are the same one, or a single one without an identity. */
type Group = { key: string; names: string[]; identity: Identity | null; run: RunOfRows; folders: Set<string> };

export type NamedRows<Run> = { rowOf: (run: Run, entry: string) => Row; notes: string[] };

/**
 * The row of each entry of some runs: the same one where entries are the same, whatever they are called, with what differs
 * in its name where others are called so too. Entries of one run are rows of their own in any case. Pure.
 */
export function nameRows<Run extends RunOfRows>(found: readonly Found<Run>[], runs: readonly Run[]): NamedRows<Run> {
  const entries = entriesOf(found);
  const groups = new Map<string, Group>();
  const keys = new Map<Run, Map<string, string>>(runs.map((run) => [run, new Map()]));
  for (const { run, name, spec, judges, firstPlanned } of entries) {
    const identity = spec && run.runner ? identityOf(spec, { ...run, runner: run.runner }, judges) : null;
    const alone = JSON.stringify([run.id, firstPlanned, name]);
    let key = identity ? keyOf(identity) : alone;
    // Two of one run are told apart there, though nothing differs.
    const taken = new Set(keys.get(run)?.values());
    for (let count = 2; taken.has(key); count += 1) key = `${identity ? keyOf(identity) : alone}#${count}`;
    keys.get(run)?.set(name, key);
    const group = groups.get(key) ?? { key, names: [], identity, run, folders: new Set() };
    group.names.push(name);
    if (spec?.agentFolderDigest !== undefined) group.folders.add(spec.agentFolderDigest);
    groups.set(key, group);
  }
  const names = chooseNames([...groups.values()], runs.length > 1);
  return {
    rowOf(run, entry) {
      const key = keys.get(run)?.get(entry) ?? '';
      return { name: names.get(key) ?? entry, isAlone: groups.get(key)?.identity === null };
    },
    notes: [...groups.values()]
      .filter(({ folders }) => folders.size > 1)
      .map(
        ({ key }) => `${names.get(key)}: other files beside its program differ between these runs (see \`digest:\`)`,
      ),
  };
}

type Entry<Run> = {
  run: Run;
  name: string;
  spec: PlannedEntry | undefined;
  /** The models that judged its trials. */
  judges: string[];
  /** When its run was: copies of a run have it in common, other runs of its name don't. */
  firstPlanned: string;
};

function entriesOf<Run extends RunOfRows>(found: readonly Found<Run>[]): Entry<Run>[] {
  const byRun = new Map<Run, Map<string, Set<string>>>();
  const planned = new Map<Run, string>();
  for (const { run, trial } of found) {
    const entries = byRun.get(run) ?? new Map<string, Set<string>>();
    byRun.set(run, entries);
    const judges = entries.get(trial.planned.entry) ?? new Set<string>();
    entries.set(trial.planned.entry, judges);
    for (const judge of trial.scored?.judges ?? []) judges.add(judge);
    const { at } = trial.planned;
    if (at < (planned.get(run) ?? '\uffff')) planned.set(run, at);
  }
  return [...byRun].flatMap(([run, entries]) => {
    const specs = new Map(run.entries?.map((spec) => [spec.name, spec]));
    const firstPlanned = planned.get(run) ?? '';
    return [...entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, judges]) => ({ run, name, spec: specs.get(name), judges: [...judges], firstPlanned }));
  });
}

/** By key. */
function chooseNames(groups: readonly Group[], hasSeveralRuns: boolean): Map<string, string> {
  const chosen = new Map<string, string>();
  for (const [name, own] of groupBy(groups, ({ names }) => [...names].sort(byLength)[0] ?? '')) {
    const identities = own.flatMap(({ identity }) => identity ?? []);
    for (const { key, identity, run } of own) {
      const difference = identity ? describeDifference(identity, identities) : `run ${basename(run.path)}`;
      const isPlain = difference === '' || (identity === null && !hasSeveralRuns);
      chosen.set(key, isPlain ? name : `${name} [${difference}]`);
    }
  }
  return withoutRepeats(chosen);
}

function byLength(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/** Runs in two folders may be called the same. */
function withoutRepeats(names: ReadonlyMap<string, string>): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...names].map(([key, name]) => {
      let unique = name;
      for (let count = 2; taken.has(unique); count += 1) unique = `${name} #${count}`;
      taken.add(unique);
      return [key, unique];
    }),
  );
}
