import { isUtf8 } from 'node:buffer';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { testId } from '../ids.ts';
import { MAX_REPORT_BYTES, MAX_RESULTS, malformed, okReport, type RawResult, type TestReport } from './result.ts';

const MAX_DEPTH = 32;
/** After each the parser may be told to stop. */
const CHUNK = 256 * 1024;

/**
 * Reads a JUnit XML report as pytest and many other runners write it: `testcase` elements with `classname` (or `file`)
 * and `name`. Strict and in linear time: anything but one complete, well-formed UTF-8 document without a DOCTYPE is
 * malformed. pytest writes `<skipped type="pytest.xfail">` for an expected failure and a failure that starts with
 * `[XPASS(strict)]` for an unexpected pass.
 */
export function parseJunit(xml: Buffer): TestReport {
  if (xml.length > MAX_REPORT_BYTES) return malformed(`the report is larger than ${MAX_REPORT_BYTES} bytes`);
  if (!isUtf8(xml)) return malformed('the report is not UTF-8');
  const results: RawResult[] = [];
  const problem = readDocument(xml.toString('utf8'), results);
  return problem === null ? okReport(results) : malformed(problem);
}

function readDocument(text: string, results: RawResult[]): string | null {
  let problem: string | null = null;
  const reject = (reason: string): void => {
    problem ??= reason;
  };
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  const path: string[] = [];
  let current: RawResult | null = null;

  parser.on('error', (error) => reject(`not well-formed XML: ${error.message}`));
  parser.on('doctype', () => reject('a DOCTYPE is not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') reject(`encoding ${encoding} instead of UTF-8`);
  });
  parser.on('opentag', (tag) => {
    if (path.length >= MAX_DEPTH) return reject(`elements are nested deeper than ${MAX_DEPTH}`);
    const misplaced = misplacedElement(tag.name, path);
    if (misplaced !== null) return reject(misplaced);
    if (tag.name === 'testcase') {
      current = openCase(tag);
      if (current === null) return reject('a testcase has no name');
      if (results.push(current) > MAX_RESULTS) return reject(`more than ${MAX_RESULTS} results`);
    } else if (current !== null && path.at(-1) === 'testcase') applyChild(current, tag);
    path.push(tag.name);
  });
  parser.on('closetag', (tag) => {
    path.pop();
    if (tag.name === 'testcase') current = null;
  });

  for (let at = 0; at < text.length && problem === null; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (problem === null) parser.close();
  return problem;
}

function misplacedElement(name: string, path: readonly string[]): string | null {
  const parent = path.at(-1);
  if (parent === undefined && name !== 'testsuites' && name !== 'testsuite') return `unexpected root element ${name}`;
  if (name === 'testcase' && parent !== 'testsuite') return 'a testcase outside a testsuite';
  if (name === 'testsuite' && parent !== undefined && parent !== 'testsuites' && parent !== 'testsuite') {
    return `a testsuite inside ${parent}`;
  }
  return null;
}

function openCase({ attributes }: SaxesTagPlain): RawResult | null {
  const name = attributes.name;
  if (!name) return null;
  return { id: testId(attributes.classname ?? attributes.file ?? '', [name]), status: 'passed' };
}

/** The worst child decides: a failure after a skip stays a failure. */
function applyChild(result: RawResult, { name, attributes }: SaxesTagPlain): void {
  const message = attributes.message ?? '';
  if (name === 'error') Object.assign(result, { status: 'error', message });
  else if (name === 'failure' && result.status !== 'error') {
    Object.assign(result, { status: message.startsWith('[XPASS(strict)]') ? 'xpassed' : 'failed', message });
  } else if (name === 'skipped' && result.status === 'passed') {
    Object.assign(result, { status: attributes.type === 'pytest.xfail' ? 'xfailed' : 'skipped', message });
  }
}
