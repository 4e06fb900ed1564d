import { z } from 'zod';
import { tryJson } from '../../json.ts';
import { cutText } from '../../text/cut.ts';
import { fileId, testId } from '../ids.ts';
import { type Glued, noteGlued } from './go-glued.ts';
import { endsWithLineFeed, linesOf } from './lines.ts';
import {
  MAX_MESSAGE,
  MAX_REPORT_BYTES,
  MAX_RESULTS,
  malformed,
  okReport,
  type RawResult,
  type TestReport,
  tooLarge,
} from './result.ts';

/** go cuts what a test prints into pieces of some kilobytes. */
const MAX_LINE = 16 * 1024 * 1024;

/** Newer versions of Go add fields and actions; those that decide nothing are passed over. */
const Event = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  /** A subtest's name holds those of its parents, joined by `/`. */
  Test: z.string().optional(),
  Output: z.string().optional(),
});
type Event = z.infer<typeof Event>;

const ENDS = { pass: 'passed', fail: 'failed', skip: 'skipped' } as const;
/** What `go test -json` writes without JSON, before Go 1.24. */
const NOT_BUILT = /^FAIL\t(\S+) \[(build|setup) failed\]$/;
/** What testing prints around a test's own output. */
const FRAME = /^\s*(=== |--- )/;

/** A package on its way: which of its tests are open, and what it has said so far. */
type Package = {
  open: Map<string, string>;
  output: string;
  failures: number;
  ended: boolean;
  /** Go 1.20 and newer say that a package starts, and mark their own lines wherever they stand. */
  marksLines: boolean;
  /** Results that older versions did not see, and those that they saw. */
  glued: Glued;
  told: Set<string>;
};

/**
 * Reads the events of `go test -json`, a JSON line each (go doc test2json), one at a time: a debug print may make many of
 * them. The place of an id is the package; a test with subtests has a result of its own, as Go gives it one. Malformed
 * when the last line is cut off, when a package that began has no end, or when anything follows its end.
 *
 * Before Go 1.20 the events are made of what the tests print, so the code under test can print results. Such a result
 * stands beside the real one, and the worse counts; a test that began and has no result is an error.
 */
export function parseGoTest(bytes: Buffer): TestReport {
  if (bytes.length > MAX_REPORT_BYTES) return tooLarge();
  if (!endsWithLineFeed(bytes)) return malformed('the report does not end with a line feed');
  const packages = new Map<string, Package>();
  const results: RawResult[] = [];
  let index = 0;
  for (const line of linesOf(bytes)) {
    index += 1;
    const problem =
      line.length > MAX_LINE ? `is longer than ${MAX_LINE} characters` : readLine(line, packages, results);
    if (problem !== null) return malformed(`line ${index} ${problem}`);
    if (results.length > MAX_RESULTS) return malformed(`more than ${MAX_RESULTS} results`);
  }
  const unfinished = [...packages].find(([, { ended }]) => !ended)?.[0];
  if (unfinished !== undefined) return malformed(`the package ${unfinished} has no end: the test run did not finish`);
  return okReport(results);
}

/** Takes one line in; returns what is wrong with it, or null. */
function readLine(line: string, packages: Map<string, Package>, results: RawResult[]): string | null {
  const [, unbuilt, phase] = NOT_BUILT.exec(line) ?? [];
  if (unbuilt !== undefined) {
    results.push({ id: fileId(unbuilt), status: 'error', message: `${phase} failed` });
    return null;
  }
  const event = Event.safeParse(tryJson(line)).data;
  if (event === undefined) return 'is no event of `go test -json`';
  if (event.Package === undefined) return null;
  const known = packages.get(event.Package) ?? newPackage();
  packages.set(event.Package, known);
  if (known.ended) return `comes after the end of the package ${event.Package}`;
  if (event.Action === 'start') known.marksLines = true;
  if (event.Action === 'output' && !known.marksLines) noteGlued(known.glued, event.Output);
  if (event.Test === undefined) takePackageEvent(event.Package, event, known, results);
  else takeTestEvent(event.Package, event.Test, event, known, results);
  return null;
}

function newPackage(): Package {
  return {
    open: new Map(),
    output: '',
    failures: 0,
    ended: false,
    marksLines: false,
    glued: new Map(),
    told: new Set(),
  };
}

function takeTestEvent(place: string, test: string, event: Event, known: Package, results: RawResult[]): void {
  if (event.Action === 'run') known.open.set(test, '');
  if (event.Action === 'output') known.open.set(test, extend(known.open.get(test) ?? '', event.Output));
  const status = statusOf(event);
  if (status === undefined) return;
  if (status === 'failed') known.failures += 1;
  results.push(resultOf(place, test, status, status === 'passed' ? '' : (known.open.get(test) ?? '')));
  known.open.delete(test);
  known.told.add(test);
}

function takePackageEvent(place: string, event: Event, known: Package, results: RawResult[]): void {
  if (event.Action === 'output') known.output = extend(known.output, event.Output);
  const status = statusOf(event);
  if (status === undefined) return;
  known.ended = true;
  for (const [test, glued] of known.glued) {
    // Beside a result of its own it is the worse of both that counts: what is printed gains nothing.
    if (known.told.has(test) && glued === 'passed') continue;
    if (glued === 'failed') known.failures += 1;
    results.push(resultOf(place, test, glued, glued === 'passed' ? '' : (known.open.get(test) ?? '')));
    known.open.delete(test);
  }
  for (const [test, output] of known.open) results.push(resultOf(place, test, 'error', `has no result. ${output}`));
  if (status === 'failed' && known.failures === 0) {
    results.push({ id: fileId(place), status: 'error', message: known.output || 'failed without a failed test' });
  }
}

function statusOf({ Action }: Event): 'passed' | 'failed' | 'skipped' | undefined {
  return Object.hasOwn(ENDS, Action) ? ENDS[Action as keyof typeof ENDS] : undefined;
}

function resultOf(place: string, test: string, status: RawResult['status'], message: string): RawResult {
  const result: RawResult = { id: testId(place, test.split('/')), status };
  return message === '' ? result : { ...result, message: message.trim() };
}

function extend(output: string, more = ''): string {
  return output.length >= MAX_MESSAGE || FRAME.test(more) ? output : cutText(output + more, MAX_MESSAGE);
}
