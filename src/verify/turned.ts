import type { ReportFormat } from '../task/task.ts';
import { pick } from './canary/choice.ts';
import { findTests } from './canary/finders.ts';
import { nudgeLiteral, wordsOf } from './canary/literal.ts';
import type { RandomBelow, Span, TestFile } from './canary/source-test.ts';
import type { TestReport, TestResult } from './reports/result.ts';

/** A test that expects something else than it was written with: its `literal`th literal was `was`. */
export type Turn = { id: string; literal: number; was: string };

/**
 * The tests in which an expectation can be changed.
 *
 * @param ids only of these: such as no agent has seen, or it knows them by their former text.
 */
export function findTurnable(files: readonly TestFile[], format: ReportFormat, ids: ReadonlySet<string>): string[] {
  return files.flatMap((file) => findTests(file, format, files).flatMap(({ id }) => (ids.has(id) ? [id] : [])));
}

/**
 * Deals tests to two runs by a fair coin each. Every distribution is equally likely, so of all guesses none is better
 * than another: n tests are dealt as somebody thinks once in 2^n times. Equal halves would be guessed more often.
 */
export function deal(ids: readonly string[], random: RandomBelow): [Set<string>, Set<string>] {
  const hands: [Set<string>, Set<string>] = [new Set(), new Set()];
  for (const id of ids) (random(2) === 0 ? hands[0] : hands[1]).add(id);
  return hands;
}

/**
 * Changes an expectation in each of these tests, where they stand: a turned test keeps its name and place, and what it
 * now expects could as well be right. Code that has seen it neither before nor beside its original can tell only by
 * knowing the answer.
 */
export function turnTests(
  files: readonly TestFile[],
  format: ReportFormat,
  ids: ReadonlySet<string>,
  random: RandomBelow,
): { files: TestFile[]; turned: Turn[] } {
  const turned: Turn[] = [];
  const changed = files.map(({ path, text }): TestFile => {
    const edits = findTests({ path, text }, format, files)
      .filter(({ id }) => ids.has(id))
      .map(({ id, literals, span }) => {
        const { from, to } = pick(preferNumbers(text, literals), random);
        const was = text.slice(from, to);
        turned.push({ id, literal: literals.findIndex((literal) => literal.from === from), was });
        const vocabularies = [wordsOf(text.slice(span.from, span.to)), wordsOf(text)];
        return { from, to, text: nudgeLiteral(was, vocabularies, random) };
      });
    return { path, text: applyEdits(text, edits) };
  });
  return { files: changed, turned };
}

/** A changed word can be told from a right one by its spelling, a changed number hardly. */
function preferNumbers(text: string, literals: readonly Span[]): readonly Span[] {
  const numbers = literals.filter(({ from }) => !/['"]/.test(text[from] as string));
  return numbers.length > 0 ? numbers : literals;
}

function applyEdits(text: string, edits: readonly (Span & { text: string })[]): string {
  // From the end, so that what is still to come stays where it is.
  const ordered = [...edits].sort((a, b) => b.from - a.from);
  return ordered.reduce((so, edit) => so.slice(0, edit.from) + edit.text + so.slice(edit.to), text);
}

/** What a report says of the tests that were turned: those that passed all the same, and one that did not run. */
export type TurnedFinding = { passed: string[]; silent: string | null };

/**
 * A turned test has to fail. Passing is no proof of anything by itself: a wrong solution may give just what it expects
 * now. It is one where the same test passes in the other run too, as it was.
 */
export function findTurned(report: TestReport, turned: readonly Turn[]): TurnedFinding {
  const results = new Map<string, TestResult['status'][]>();
  for (const { id, repeatOf, status } of report.kind === 'ok' ? report.results : []) {
    results.set(repeatOf ?? id, [...(results.get(repeatOf ?? id) ?? []), status]);
  }
  const of = (id: string) => results.get(id) ?? [];
  const ids = turned.map(({ id }) => id);
  return {
    passed: ids.filter((id) => of(id).some((status) => status === 'passed' || status === 'xpassed')),
    silent: ids.find((id) => !of(id).some((status) => status !== 'skipped' && status !== 'xfailed')) ?? null,
  };
}
