import { cutText } from '../../text/cut.ts';
import { escapeControls, type NumberedId, numberRepeats } from '../ids.ts';

/** `xfailed`: failed as its author expected. `xpassed`: passed although its author expected a failure. */
export type TestStatus = 'passed' | 'failed' | 'skipped' | 'xfailed' | 'xpassed' | 'error';

/** One test as reported. `repeatOf` names the id that this result repeats: see ids.ts. */
export type TestResult = { id: string; status: TestStatus; message?: string; repeatOf?: string };

/** A report is untrusted input: one that can't be read completely counts for nothing and says why. */
export type TestReport = { kind: 'ok'; results: TestResult[] } | { kind: 'malformed'; reason: string };

/** Budgets of every format. A report beyond them is malformed. */
export const MAX_REPORT_BYTES = 32 * 1024 * 1024;
export const MAX_RESULTS = 200_000;
const MAX_MESSAGE = 500;

/** A result before its id is made unique within the report. */
export type RawResult = { id: string; status: TestStatus; message?: string };

export function malformed(reason: string): TestReport {
  return { kind: 'malformed', reason: escapeControls(cutText(reason, MAX_MESSAGE)) };
}

/** A report of these results, in their order. */
export function okReport(raw: readonly RawResult[]): TestReport {
  const ids = numberRepeats(raw.map((result) => result.id));
  const results = raw.map(({ status, message }, index): TestResult => {
    const { id, repeatOf } = ids[index] as NumberedId;
    const result: TestResult = { id, status };
    if (repeatOf !== undefined) result.repeatOf = repeatOf;
    if (message) result.message = escapeControls(cutText(message, MAX_MESSAGE));
    return result;
  });
  return { kind: 'ok', results };
}
