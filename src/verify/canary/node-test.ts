import { testId } from '../ids.ts';
import { findLiterals } from './literal.ts';
import { closingBracket, findSeparator, type Mask, maskJavascript, startWithComments } from './mask.ts';
import type { SourceTest, Span } from './source-test.ts';
import { isStatement, splitArguments } from './statement.ts';

/** A `test`, `it`, `describe` or `suite` call that is a statement of its own. */
type Call = Span & { name: Span; body: Span; isSuite: boolean };

const CALL = /(test|it|describe|suite)\(/y;
const NAME = /\s*(['"])((?:(?!\1)[^\\\n])+)\1\s*,\s*/y;
const CALLBACK = /(?:async\s+)?(?:function\s*)?(?:\(\s*\w*\s*\)|\w+)\s*(?:=>\s*)?\{/y;
const ASSERTION = /assert\.(?:equal|strictEqual|deepEqual|deepStrictEqual)\(/y;
/** Words that may end a test before its assertion. Between round brackets they can only end a function of their own. */
const LEAVES = /\b(return|throw|break|continue|yield)\b/;
/** Calls that end the process, make subtests or change a test's status, wherever they stand. */
const UNSURE = /\bexit\b|\.(test|skip|todo|plan|runOnly|abort)\(/;

/** The tests of a node:test file, at top level or in describe blocks, that canaries can be made of. */
export function findNodeTests(path: string, text: string): SourceTest[] {
  if (!/(from|require\()\s*['"]node:test['"]/.test(text)) return [];
  const mask = maskJavascript(text);
  return mask === null ? [] : testsWithin(path, text, mask, { from: 0, to: text.length }, []);
}

function testsWithin(path: string, text: string, mask: Mask, container: Span, suites: string[]): SourceTest[] {
  const calls = findCalls(text, mask, container);
  const last = calls.at(-1);
  if (last === undefined) return [];
  const nameOf = (call: Call): string => text.slice(call.name.from, call.name.to);
  const inner = calls
    .filter((call) => call.isSuite)
    .flatMap((call) => testsWithin(path, text, mask, call.body, [...suites, nameOf(call)]));

  const tests = calls.filter((call) => !call.isSuite);
  const neighbours = tests.map(nameOf);
  const starts = calls.map((call) => ({ at: startWithComments(text, mask, call.from), before: true }));
  const idOf = (name: string): string => testId(path, [...suites, name]);
  const here = tests.flatMap((call): SourceTest[] => {
    const name = nameOf(call);
    const isOnly = neighbours.filter((other) => other === name).length === 1;
    const literals = isOnly ? comparedLiterals(text, mask, call.body) : [];
    if (literals.length === 0) return [];
    // Code between tests may define what a copy needs, so a copy may only move up past other tests.
    const slots = [...starts.slice(firstOfRun(mask, calls, calls.indexOf(call))), { at: last.to, before: false }];
    const separator = findSeparator(mask, calls, `\n\n${indentAt(text, call.from)}`);
    return [
      {
        id: idOf(name),
        idOf,
        span: call,
        name: call.name,
        neighbours,
        isIdentifier: false,
        literals,
        slots,
        separator,
      },
    ];
  });
  return [...here, ...inner];
}

function findCalls(text: string, mask: Mask, container: Span): Call[] {
  const calls: Call[] = [];
  let at = container.from;
  while (at < container.to) {
    const call = isStatement(mask, container.from, at) ? readCall(text, mask, at) : null;
    if (call !== null) {
      calls.push(call);
      at = call.to;
    } else if ('([{'.includes(mask[at] as string)) {
      const close = closingBracket(mask, at);
      if (close === null) return [];
      at = close + 1;
    } else at += 1;
  }
  return calls;
}

/** Null unless it is `name('…', callback)` alone on its lines. */
function readCall(text: string, mask: Mask, from: number): Call | null {
  const opened = match(CALL, mask, from);
  if (opened === null) return null;
  const open = from + opened[0].length - 1;
  const close = closingBracket(mask, open);
  const named = match(NAME, text, open + 1);
  if (close === null || named === null) return null;
  const callback = open + 1 + named[0].length;
  const begun = match(CALLBACK, mask, callback);
  if (begun === null) return null;
  const brace = callback + begun[0].length - 1;
  const end = closingBracket(mask, brace);
  if (end === null || !/^\s*,?\s*$/.test(mask.slice(end + 1, close))) return null;
  const to = mask[close + 1] === ';' ? close + 2 : close + 1;
  if (!/^[ \t]*(\n|$)/.test(mask.slice(to, to + 200))) return null;
  const name = open + 1 + named[0].indexOf(named[1] as string) + 1;
  return {
    from,
    to,
    name: { from: name, to: name + (named[2] as string).length },
    body: { from: brace + 1, to: end },
    isSuite: opened[1] === 'describe' || opened[1] === 'suite',
  };
}

/** Literals of assertions that stand directly in the body: such an assertion was true in every test that passed. */
function comparedLiterals(text: string, mask: Mask, body: Span): Span[] {
  const code = mask.slice(body.from, body.to);
  if (UNSURE.test(code) || LEAVES.test(outsideParentheses(code))) return [];
  const found: Span[] = [];
  let at = body.from;
  while (at < body.to) {
    const assertion = isStatement(mask, body.from, at) ? match(ASSERTION, mask, at) : null;
    const open = assertion === null ? at : at + assertion[0].length - 1;
    if (!'([{'.includes(mask[open] as string)) {
      at += 1;
      continue;
    }
    const close = closingBracket(mask, open);
    if (close === null) return [];
    const expected = assertion === null ? undefined : splitArguments(mask, { from: open + 1, to: close })[1];
    if (expected !== undefined && /^\s*(;|\n|$)/.test(mask.slice(close + 1, body.to))) {
      found.push(...findLiterals(text, expected));
    }
    at = close + 1;
  }
  return found;
}

function outsideParentheses(code: string): string {
  let depth = 0;
  let outside = '';
  for (const character of code) {
    if (character === ')') depth -= 1;
    if (depth === 0) outside += character;
    if (character === '(') depth += 1;
  }
  return outside;
}

/** The first of the calls that stand directly one after the other up to `index`. */
function firstOfRun(mask: Mask, calls: readonly Call[], index: number): number {
  let first = index;
  while (first > 0) {
    const gap = mask.slice((calls[first - 1] as Call).to, (calls[first] as Call).from);
    if (gap.trim() !== '') break;
    first -= 1;
  }
  return first;
}

function indentAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
