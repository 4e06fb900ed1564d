import { testId } from '../ids.ts';
import { findBlocks } from './braced-block.ts';
import { findLiterals } from './literal.ts';
import { closingBracket, findSeparator, type Mask, maskGo, startWithComments } from './mask.ts';
import type { SourceTest, Span, TestFile } from './source-test.ts';
import { splitArguments } from './statement.ts';

const TEST = /^func (Test(?![a-z])\w*)\(t \*testing\.T\) \{/gm;
const SUBTEST = /t\.Run\([^{}\n]*, func\(t \*testing\.T\) \{/y;
/** `equal(t, got, want)`, by the names that small helpers and well-known packages have. */
const ASSERTION = /(?:(?:assert|require|check)\.)?(?:equal|Equal|assertEqual|checkEqual|expectEqual)\(t, /y;
/** `if got != want {` or `if got := f(); got != want {`, and nothing else in the condition. */
const COMPARISON = /if [^\n{}&|]*?[^\n{}&|=!<>] != ([^\n{}&|=!<>]+) \{\n/y;
const FAILS = /^\s*t\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(/;
/** Words that may end a test before its assertion, or leave code out of it. */
const UNSURE =
  /\b(return|goto|break|continue|fallthrough|panic|recover|defer|go|select|Exit|Goexit|Skip|Skipf|SkipNow)\b/;
const LITERAL = /^(?:"[^"\\\n]*"|-?\d+(?:\.\d+)?)$/;

/**
 * The test functions of a Go file that canaries can be made of. A test's id begins with its package's path, so the
 * hidden files must hold the module's go.mod.
 */
export function findGoTests(path: string, text: string, all: readonly TestFile[]): SourceTest[] {
  const place = packageOf(path, all);
  const mask = maskGo(text);
  const blocks = mask === null ? null : findBlocks(mask, TEST, 'func ');
  const last = blocks?.at(-1);
  if (place === null || mask === null || blocks === null || last === undefined) return [];
  const neighbours = blocks.map(({ name }) => text.slice(name.from, name.to));
  // What stands on the top level of a Go file may stand in any order.
  const slots = [
    ...blocks.map(({ from }) => ({ at: startWithComments(text, mask, from), before: true })),
    { at: last.to, before: false },
  ];
  const separator = findSeparator(mask, blocks, '\n\n');
  const idOf = (name: string): string => testId(place, [name]);
  return blocks.flatMap((block, index): SourceTest[] => {
    const name = neighbours[index] as string;
    // Comments may name a test, and usually do.
    const mentions = [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].filter(({ index }) => mask[index] !== ' ');
    const isOnly = mentions.length === 1;
    const isSure = !UNSURE.test(mask.slice(block.body.from, block.body.to));
    const literals = isOnly && isSure ? comparedLiterals(text, mask, block.body) : [];
    if (literals.length === 0) return [];
    const span = { from: block.from, to: block.to };
    return [
      { id: idOf(name), idOf, span, name: block.name, neighbours, isIdentifier: true, literals, slots, separator },
    ];
  });
}

/** The import path of the package that a file belongs to; null where its module isn't known. */
function packageOf(path: string, all: readonly TestFile[]): string | null {
  const module = all.find((file) => file.path === 'go.mod')?.text.match(/^module\s+(\S+)\s*$/m)?.[1];
  if (module === undefined) return null;
  const folder = path.split('/').slice(0, -1);
  return [module, ...folder].join('/');
}

/** Literals of assertions that stand directly in the body, or in that of a subtest there: they held if the test passed. */
function comparedLiterals(text: string, mask: Mask, body: Span): Span[] {
  const found: Span[] = [];
  let at = body.from;
  while (at < body.to) {
    if (startsStatement(mask, body.from, at)) found.push(...literalsOf(text, mask, at));
    if (!'([{'.includes(mask[at] as string)) {
      at += 1;
      continue;
    }
    const close = closingBracket(mask, at);
    if (close === null) return [];
    at = close + 1;
  }
  return found;
}

function literalsOf(text: string, mask: Mask, at: number): Span[] {
  const subtest = match(SUBTEST, mask, at);
  if (subtest !== null) {
    const open = at + subtest.length - 1;
    const close = closingBracket(mask, open);
    return close !== null && mask[close + 1] === ')' ? comparedLiterals(text, mask, { from: open + 1, to: close }) : [];
  }
  const assertion = match(ASSERTION, mask, at);
  const [compared] = assertion === null ? comparedIn(mask, at) : calledWith(mask, at + assertion.indexOf('('));
  if (compared === undefined || !LITERAL.test(text.slice(compared.from, compared.to))) return [];
  return findLiterals(text, compared);
}

/** The last of exactly three arguments. */
function calledWith(mask: Mask, open: number): Span[] {
  const close = closingBracket(mask, open);
  const words = close === null ? [] : splitArguments(mask, { from: open + 1, to: close });
  return words.length === 3 ? words.slice(2) : [];
}

/** The right side of a comparison whose block fails the test and has no other branch. */
function comparedIn(mask: Mask, at: number): Span[] {
  COMPARISON.lastIndex = at;
  const found = COMPARISON.exec(mask);
  if (found === null) return [];
  const open = at + found[0].length - '{\n'.length;
  const close = closingBracket(mask, open);
  if (close === null || !FAILS.test(mask.slice(open + 1, close)) || mask[close + 1] !== '\n') return [];
  const to = open - 1;
  return [{ from: to - (found[1] as string).length, to }];
}

/** Whether the first code of a line begins a statement: the line before doesn't go on. */
function startsStatement(mask: Mask, block: number, at: number): boolean {
  const line = mask.lastIndexOf('\n', at - 1) + 1;
  if (mask.slice(Math.max(line, block), at).trim() !== '' || /\s/.test(mask[at] as string)) return false;
  const before = mask.slice(block, at).trimEnd().at(-1);
  return before === undefined || /[\w)\]}\u0001]/.test(before);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
