import type { z } from 'zod';
import type { ScoreAssurance } from '../outcome/outcome.ts';
import type { ReportFormat } from '../task/task.ts';
import { findTests } from './canary/finders.ts';
import { shiftLiteral } from './canary/literal.ts';
import { freshName } from './canary/name.ts';
import type { RandomBelow, SourceTest, TestFile } from './canary/source-test.ts';
import type { TestReport, TestStatus } from './reports/result.ts';

export type { TestFile } from './canary/source-test.ts';

/** A test that must fail, and the real test that it copies with one expectation changed. */
export type Canary = { id: string; original: string };

const MAX_PER_FILE = 3;

/**
 * Adds up to three canaries to each hidden test file: a copy of a real test under a fresh name like its neighbours',
 * with one literal of an equality assertion changed, somewhere among the tests. On honest code a canary fails whenever
 * its original passes. Files that are not certainly understood come back as they are.
 *
 * @param random where the choices come from; `(below) => crypto.randomInt(below)` for a real verification, so that
 *   nobody can foresee them.
 */
export function placeCanaries(
  files: readonly TestFile[],
  format: ReportFormat,
  random: RandomBelow,
): { files: TestFile[]; canaries: Canary[] } {
  const canaries: Canary[] = [];
  // In some languages the names of several files must differ, in none may they not.
  const taken = new Set<string>();
  const isTaken = (word: string): boolean => taken.has(word) || files.some(({ text }) => text.includes(word));
  const placed = files.map(({ path, text }): TestFile => {
    const chosen = sample(findTests({ path, text }, format, files), MAX_PER_FILE, random);
    const insertions = chosen.flatMap((test) => {
      const name = freshName(test, isTaken, random);
      if (name === null) return [];
      taken.add(name);
      canaries.push({ id: test.idOf(name), original: test.id });
      return [planInsertion(text, test, name, random)];
    });
    return { path, text: insert(text, insertions) };
  });
  return { files: placed, canaries };
}

/** What a report says of the canaries. `reason` is there when the submission must not score, `found` counts those seen. */
export type CanaryVerdict = { tampered: boolean; found: number; reason?: string };

/**
 * Tampered, when a canary and its original both pass: no honest code satisfies an expectation and its contradiction.
 * A canary that passes while its original does not is a wrong solution that hit the changed value by chance; its
 * original keeps it from scoring. A canary that is missing or skipped while its original passed proves nothing, but such
 * a report doesn't count either.
 */
export function canaryVerdict(report: TestReport, canaries: readonly Canary[]): CanaryVerdict {
  if (report.kind === 'malformed') return { tampered: false, found: 0, reason: report.reason };
  const statuses = new Map<string, TestStatus[]>();
  for (const { id, repeatOf, status } of report.results) {
    const key = repeatOf ?? id;
    statuses.set(key, [...(statuses.get(key) ?? []), status]);
  }
  const has = (id: string, ...wanted: TestStatus[]): boolean =>
    statuses.get(id)?.some((status) => wanted.includes(status)) === true;

  const found = canaries.filter(({ id }) => statuses.has(id)).length;
  const decisive = canaries.filter(({ original }) => has(original, 'passed', 'xpassed'));
  const passed = decisive.find(({ id }) => has(id, 'passed', 'xpassed'));
  if (passed !== undefined) {
    return { tampered: true, found, reason: `the canary ${passed.id} passed, and so did ${passed.original}` };
  }
  const silent = decisive.find(({ id }) => !has(id, 'failed', 'error', 'xfailed'));
  if (silent !== undefined) {
    return { tampered: false, found, reason: `the canary ${silent.id} did not run, although ${silent.original} did` };
  }
  return { tampered: false, found };
}

/** How much a score of tests that import the code under test is worth. */
export function canaryAssurance(canaries: readonly Canary[]): z.infer<typeof ScoreAssurance> {
  return canaries.length > 0 ? 'in-process+canary' : 'in-process';
}

type Insertion = { at: number; text: string };

function planInsertion(text: string, test: SourceTest, name: string, random: RandomBelow): Insertion {
  const literal = pick(test.literals, random);
  const slot = pick(test.slots, random);
  const copy =
    text.slice(test.span.from, test.name.from) +
    name +
    text.slice(test.name.to, literal.from) +
    shiftLiteral(text.slice(literal.from, literal.to), random) +
    text.slice(literal.to, test.span.to);
  return { at: slot.at, text: slot.before ? copy + test.separator : test.separator + copy };
}

function insert(text: string, insertions: readonly Insertion[]): string {
  const ordered = [...insertions].sort((a, b) => a.at - b.at);
  let result = '';
  let from = 0;
  for (const { at, text: added } of ordered) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}

/** Some of the items, in random order. */
export function sample<T>(items: readonly T[], count: number, random: RandomBelow): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random(left.length), 1)[0] as T);
}

export function pick<T>(items: readonly T[], random: RandomBelow): T {
  return items[random(items.length)] as T;
}
