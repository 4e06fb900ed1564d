import { z } from 'zod';
import { tryJson } from '../../json.ts';
import { fileId, testId } from '../ids.ts';
import { endsWithLineFeed, linesOf } from './lines.ts';
import {
  MAX_REPORT_BYTES,
  MAX_RESULTS,
  malformed,
  okReport,
  type RawResult,
  type TestReport,
  tooLarge,
} from './result.ts';

const MAX_LINE = 1024 * 1024;

const ResultLine = z.strictObject({
  /** Relative to the directory that the tests ran in. */
  file: z.string(),
  /** From the outermost describe to the test. */
  names: z.array(z.string()).min(1).max(100),
  status: z.enum(['passed', 'failed', 'skipped', 'xfailed', 'xpassed', 'error']),
  message: z.string().optional(),
});
const EndLine = z.strictObject({ end: z.literal(true), count: z.int().nonnegative() });

/**
 * Reads what NODE_REPORTER_SOURCE writes: one JSON line a result and a last line with their number. Malformed when the
 * last line is missing, counts differently, or anything follows it.
 */
export function parseNodeTest(bytes: Buffer): TestReport {
  if (bytes.length > MAX_REPORT_BYTES) return tooLarge();
  if (!endsWithLineFeed(bytes)) return malformed('the report does not end with a line feed');
  const results: RawResult[] = [];
  let index = 0;
  let ended: string | null = null;
  for (const line of linesOf(bytes)) {
    if (ended !== null) return malformed(`${ended} ends the report, but more lines follow`);
    index += 1;
    const place = `line ${index}`;
    if (line.length > MAX_LINE) return malformed(`${place} is longer than ${MAX_LINE} characters`);
    const value = tryJson(line);
    const end = EndLine.safeParse(value);
    if (end.success) {
      const { count } = end.data;
      if (count !== results.length) return malformed(`the report says ${count} results and holds ${results.length}`);
      ended = place;
      continue;
    }
    const result = ResultLine.safeParse(value);
    if (!result.success) return malformed(`${place} is neither a result nor the end of the report`);
    if (results.push(rawResult(result.data)) > MAX_RESULTS) return malformed(`more than ${MAX_RESULTS} results`);
  }
  return ended === null ? malformed('the report has no end line: the test run did not finish') : okReport(results);
}

/** A file reported as a test ended before any of its tests: whatever it claims, that is never a pass. */
function rawResult({ file, names, status, message }: z.infer<typeof ResultLine>): RawResult {
  const id = testId(file, names);
  if (id === fileId(file))
    return { id, status: 'error', message: message ?? 'the file ended without reporting a test' };
  return { id, status, ...(message === undefined ? {} : { message }) };
}
