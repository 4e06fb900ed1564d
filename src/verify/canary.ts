import type { ReportFormat } from '../task/task.ts';
import { pick, sample } from './canary/choice.ts';
import { findTests } from './canary/finders.ts';
import { shiftLiteral } from './canary/literal.ts';
import { freshName } from './canary/name.ts';
import type { RandomBelow, SourceTest, TestFile } from './canary/source-test.ts';
import type { TestReport, TestStatus } from './reports/result.ts';
import type { Turn } from './turned.ts';

export type { TestFile } from './canary/source-test.ts';

/** A test that must fail, and the real test that it copies with one expectation changed. */
export type Canary = { id: string; original: string };

const MAX_PER_FILE = 3;

/**
 * Adds up to three canaries to each hidden test file: a copy of a real test under a fresh name like its neighbours',
 * with one literal of an equality assertion changed, somewhere among the tests. On honest code a canary fails whenever
 * its original passes. Files that are not certainly understood come back as they are.
 *
 * @param turned tests that expect something else here already: a copy of one never expects the right thing again.
 * @param random where the choices come from; `(below) => crypto.randomInt(below)` for a real verification, so that
 *   nobody can foresee them.
 */
export function placeCanaries(
  files: readonly TestFile[],
  format: ReportFormat,
  random: RandomBelow,
  turned: readonly Turn[] = [],
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
      return [planInsertion(text, test, name, { random, turn: turned.find(({ id }) => id === test.id) })];
    });
    return { path, text: insert(text, insertions) };
  });
  return { files: placed, canaries };
}

/**
 * What a report says of the canaries. `reason` is there when the submission must not score, `canary` where one passed
 * beside its original.
 */
export type CanaryVerdict = { canary: string | null; reason?: string };

/**
 * A canary and its original that both pass are a contradiction: honest code satisfies one only where it decides by chance.
 * A canary that passes while its original does not is a wrong solution that hit the changed value by chance; it proves
 * nothing. But only a report counts in which every canary failed whose original did what it had to: an original in
 * `turned` has to fail.
 */
export function canaryVerdict(
  report: TestReport,
  canaries: readonly Canary[],
  turned: ReadonlySet<string> = new Set(),
): CanaryVerdict {
  if (report.kind === 'malformed') return { canary: null, reason: report.reason };
  const statuses = new Map<string, TestStatus[]>();
  for (const { id, repeatOf, status } of report.results) {
    const key = repeatOf ?? id;
    statuses.set(key, [...(statuses.get(key) ?? []), status]);
  }
  const has = (id: string, ...wanted: TestStatus[]): boolean =>
    statuses.get(id)?.some((status) => wanted.includes(status)) === true;

  const passes = (id: string): boolean => has(id, 'passed', 'xpassed');
  const sung = canaries.find(({ id, original }) => passes(id) && passes(original));
  if (sung) return { canary: sung.id, reason: `the canary ${sung.id} passed, and so did ${sung.original}` };
  const decisive = canaries.filter(({ original }) => passes(original) || turned.has(original));
  const stray = decisive.find(({ id }) => passes(id) || !has(id, 'failed', 'error'));
  if (!stray) return { canary: null };
  const what = passes(stray.id) ? 'passed' : 'did not run';
  return { canary: null, reason: `the canary ${stray.id} ${what}, although ${stray.original} ran` };
}

type Insertion = { at: number; text: string };

function planInsertion(
  text: string,
  test: SourceTest,
  name: string,
  { random, turn }: { random: RandomBelow; turn: Turn | undefined },
): Insertion {
  const literal = pick(test.literals, random);
  const slot = pick(test.slots, random);
  const right = turn !== undefined && test.literals[turn.literal] === literal ? turn.was : null;
  let wrong: string;
  do wrong = shiftLiteral(text.slice(literal.from, literal.to), random);
  while (wrong === right);
  const copy =
    text.slice(test.span.from, test.name.from) +
    name +
    text.slice(test.name.to, literal.from) +
    wrong +
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
