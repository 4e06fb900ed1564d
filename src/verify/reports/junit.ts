import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { decodeXml } from './decode.ts';
import { applyChild, nameOf, openCase } from './junit-case.ts';
import { countDeclared, type Suite } from './junit-suite.ts';
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
import { isHarmless, repairXml } from './xml-repair.ts';

const MAX_DEPTH = 256;
/** Around all documents of a report: XML itself knows only one. */
const ENVELOPE = 'gymkhana-report';
const SUITES = new Set(['testsuite', 'testsuites']);

/** An element that is open. What stands in a `text` is for people, whatever it looks like. */
type Open = { kind: 'envelope' | 'text' } | ({ kind: 'suite' } & Suite) | OpenCase;
/** `result` is null where it has no name: that is the suite's own. */
type OpenCase = { kind: 'case'; result: RawResult | null; red: number };
type Text = { said: string; of: RawResult };

/**
 * Reads JUnit XML as pytest and many other runners write it: `testcase` elements with `classname` (or `file`) and `name`
 * in suites, one document or several. The structure is strict: what is not closed, or not where it belongs, makes the
 * report malformed, and so does a DOCTYPE. Texts decide nothing: characters and references that XML does not know are
 * passed over in them.
 */
export function parseJunit(xml: Buffer): TestReport {
  if (xml.length > MAX_REPORT_BYTES) return tooLarge();
  const results: RawResult[] = [];
  const unexplained: string[] = [];
  const problem = readDocuments(xml, results, unexplained);
  return problem === null ? okReport(results, unexplained) : malformed(problem);
}

function readDocuments(xml: Buffer, results: RawResult[], unexplained: string[]): string | null {
  let problem: string | null = null;
  const reject = (reason: string): void => {
    problem ??= reason;
  };
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  const path: Open[] = [];
  let documents = 0;
  let text: Text | null = null;
  const extend = (more: string): void => {
    if (text !== null && text.said.length < MAX_MESSAGE) text.said += more.slice(0, MAX_MESSAGE);
  };

  parser.on('error', ({ message }) => {
    if (!isHarmless(message, path.at(-1)?.kind === 'text')) reject(`not well-formed XML: ${message}`);
  });
  parser.on('doctype', () => reject('a DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => {
    if (path.length >= MAX_DEPTH) return reject(`elements are nested deeper than ${MAX_DEPTH}`);
    if (path.length === 1) documents += 1;
    const parent = path.at(-1);
    const opened = openElement(tag, parent);
    if (typeof opened === 'string') return reject(opened);
    if (parent?.kind === 'suite') takeOfSuite(tag, parent, unexplained);
    if (parent?.kind === 'case') text = takeOfCase(tag, parent);
    path.push(opened);
    if (opened.kind !== 'case' || opened.result === null) return;
    if (results.push(opened.result) > MAX_RESULTS) reject(`more than ${MAX_RESULTS} results`);
  });
  parser.on('text', (more) => {
    if (path.length <= 1 && !/^[\s\uFEFF]*$/.test(more)) reject('text data outside of root node');
    extend(more);
  });
  parser.on('cdata', extend);
  parser.on('closetag', () => {
    const closed = path.pop();
    const around = path.at(-1);
    if (text !== null && around?.kind === 'case') {
      addText(text);
      text = null;
    }
    if (closed?.kind === 'case' && around?.kind === 'suite') unexplained.push(...closeCase(closed, around));
    if (closed?.kind === 'suite') unexplained.push(...countDeclared(closed, around?.kind === 'suite' ? around : null));
  });

  parser.write(`<${ENVELOPE}>`);
  for (const chunk of repairXml(decodeXml(xml))) {
    if (problem !== null) return problem;
    parser.write(chunk);
  }
  if (problem === null) parser.write(`</${ENVELOPE}>`).close();
  if (path.length > 0) reject('not well-formed XML: the report ends inside an element');
  if (documents === 0) reject('the report holds no document');
  return problem;
}

/** What an element is where it stands, or why it may not stand there. */
function openElement(tag: SaxesTagPlain, parent: Open | undefined): Open | string {
  if (parent === undefined) return { kind: 'envelope' };
  if (parent.kind === 'text') return { kind: 'text' };
  const name = nameOf(tag);
  if (SUITES.has(name)) {
    if (parent.kind === 'case') return `a ${name} inside a testcase`;
    return { kind: 'suite', name: tag.attributes.name ?? '', declared: tag.attributes, red: 0 };
  }
  if (name === 'testcase') {
    if (parent.kind !== 'suite') return 'a testcase outside a testsuite';
    if (tag.attributes.name === undefined) return 'a testcase has no name';
    return { kind: 'case', result: tag.attributes.name === '' ? null : openCase(tag), red: 0 };
  }
  return parent.kind === 'envelope' ? `unexpected root element ${name}` : { kind: 'text' };
}

function takeOfSuite(tag: SaxesTagPlain, suite: Suite, unexplained: string[]): void {
  if (!isRed(tag)) return;
  suite.red += 1;
  unexplained.push(ownFailure(suite));
}

/** Where the text goes that follows, if it is of use. */
function takeOfCase(tag: SaxesTagPlain, open: OpenCase): Text | null {
  if (isRed(tag)) open.red += 1;
  return open.result !== null && applyChild(open.result, tag) ? { said: '', of: open.result } : null;
}

function closeCase({ result, red }: OpenCase, suite: Suite): string[] {
  const isRedItself = result?.status === 'failed' || result?.status === 'error' || result?.status === 'xpassed';
  suite.red += Math.max(red, isRedItself ? 1 : 0);
  return result === null && red > 0 ? [ownFailure(suite)] : [];
}

function ownFailure({ name }: Suite): string {
  return `the suite ${name} has a failure of its own`;
}

function addText({ said, of }: Text): void {
  of.message = [of.message, said.trim()].filter(Boolean).join('\n');
}

function isRed(tag: SaxesTagPlain): boolean {
  return /^(failure|error)$/.test(nameOf(tag));
}
