import type { EntrySpec, RunSpec } from './spec.ts';

/** Of a list of names. */
const MAX_SHOWN = 4;

/**
 * What makes two plans two runs, in words; nothing when they are the same run. Where a run's tasks lie, how many
 * sandboxes it may use and what is known of its models don't make it another one. Pure.
 */
export function findDifferences(there: RunSpec, asked: RunSpec): string[] {
  const [one, other] = [comparable(there, asked), comparable(asked, there)];
  const { seed: _, ...rest } = one;
  const found = differentKeys(rest, { ...other, seed: undefined }).map((key) => describe(key, one[key], other[key]));
  // Where no seed is given it follows from the rest, which is what the user changed.
  return found.length > 0 || one.seed === other.seed ? found : [describe('seed', one.seed, other.seed)];
}

function comparable(
  { runner: { concurrency: _, ...runner }, tasks, entries, models, prices, ...spec }: RunSpec,
  to: RunSpec,
): Record<string, unknown> {
  return {
    ...spec,
    entries: entries.map((entry, at) => comparableEntry(entry, to.entries[at])),
    runner,
    tasks: tasks.map(({ id, digest }) => ({ id, digest })),
  };
}

/** A digest that only one of both runs keeps tells nothing, and files beside a program may be no part of it. */
function comparableEntry(
  { agentDigest, agentFolderDigest: _, ...entry }: EntrySpec,
  to: EntrySpec | undefined,
): object {
  return to?.agentDigest === undefined ? entry : { ...entry, agentDigest };
}

function differentKeys(one: object, other: object): string[] {
  const values = (all: object) => new Map(Object.entries(all));
  const [a, b] = [values(one), values(other)];
  const keys = [...new Set([...a.keys(), ...b.keys()])];
  return keys.filter((key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)));
}

function describe(key: string, there: unknown, asked: unknown): string {
  if (Array.isArray(there) && Array.isArray(asked)) return `${key} (${compareLists(there, asked)})`;
  if (isMap(there) && isMap(asked)) {
    const parts = differentKeys(there, asked);
    return parts.map((part) => describe(`${key}.${part}`, there[part], asked[part])).join(', ');
  }
  return `${key} (${show(there)} there, ${show(asked)} asked)`;
}

/** Entries and tasks, or limits. */
function compareLists(there: readonly unknown[], asked: readonly unknown[]): string {
  const [before, now] = [there.map(nameOf), asked.map(nameOf)];
  if (before.join() !== now.join()) return `${list(before)} there, ${list(now)} asked`;
  const changed = asked.filter((item, at) => JSON.stringify(item) !== JSON.stringify(there[at])).map(nameOf);
  return `of the same names, but changed: ${list(changed)}`;
}

function nameOf(item: unknown): string {
  return isMap(item) ? String(item.name ?? item.id) : String(item);
}

function list(names: readonly string[]): string {
  const more = names.length > MAX_SHOWN ? [`${names.length - MAX_SHOWN} more`] : [];
  return [...names.slice(0, MAX_SHOWN), ...more].join(', ');
}

function show(value: unknown): string {
  return value === undefined ? 'none' : String(isMap(value) || Array.isArray(value) ? JSON.stringify(value) : value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
