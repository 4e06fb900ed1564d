import { cutText } from '../../text/cut.ts';
import { escapeControls, type NumberedId, numberRepeats } from '../ids.ts';

/** `xfailed`: failed as its author expected. `xpassed`: passed although its author expected a failure. */
export type TestStatus = 'passed' | 'failed' | 'skipped' | 'xfailed' | 'xpassed' | 'error';

/**
 * One test as reported. `repeatOf` names the id that this result repeats: see ids.ts. `file` is the test's file where the
 * report names one.
 */
export type TestResult = { id: string; status: TestStatus; message?: string; repeatOf?: string; file?: string };

/**
 * A report is untrusted input: one that can't be read completely counts for nothing and says why. `unexplained` are
 * failures that the runner counted or told apart from any test: of a suite's own, or more than there are failed tests.
 */
export type TestReport =
  | { kind: 'ok'; results: TestResult[]; unexplained?: string[] }
  | { kind: 'malformed'; reason: string };

/** Budgets of every format. A report beyond them is malformed. */
export const MAX_REPORT_BYTES = 128 * 1024 * 1024;
export const MAX_RESULTS = 200_000;
/** Kept of what one test said, and of the unexplained. */
export const MAX_MESSAGE = 2000;
const MAX_UNEXPLAINED = 100;

/** A result before its id is made unique within the report. */
export type RawResult = { id: string; status: TestStatus; message?: string; file?: string };

export function malformed(reason: string): TestReport {
  return { kind: 'malformed', reason: escapeControls(cutText(reason, 500)) };
}

/** A report of these results, in their order. */
export function okReport(raw: readonly RawResult[], unexplained: readonly string[] = []): TestReport {
  const ids = numberRepeats(raw.map((result) => result.id));
  const results = raw.map(({ status, message, file }, index): TestResult => {
    const { id, repeatOf } = ids[index] as NumberedId;
    const result: TestResult = { id, status };
    if (repeatOf !== undefined) result.repeatOf = repeatOf;
    if (message) result.message = escapeControls(cutText(message, MAX_MESSAGE));
    if (file) result.file = file;
    return result;
  });
  if (unexplained.length === 0) return { kind: 'ok', results };
  const told = unexplained.slice(0, MAX_UNEXPLAINED).map((text) => escapeControls(text.slice(0, MAX_MESSAGE)));
  return { kind: 'ok', results, unexplained: told };
}

export function tooLarge(): TestReport {
  return malformed(`the report is larger than ${MAX_REPORT_BYTES / 1024 / 1024} MiB`);
}
