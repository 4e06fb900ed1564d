import { testId } from '../ids.ts';
import { type Block, findBlocks } from './braced-block.ts';
import { findLiterals } from './literal.ts';
import { closingBracket, findSeparator, type Mask, maskJavascript, startWithComments } from './mask.ts';
import type { SourceTest, Span } from './source-test.ts';
import { splitArguments } from './statement.ts';

/** `TEST(name) {` at the start of a line, as many small C frameworks have it; `(actual, expected)` in the assertions. */
const TEST = /^TEST\((\w+)\)\s*\{/gm;
const ASSERTION = /\b(?:CHECK|ASSERT|EXPECT)_(?:INT|STR|EQ)\(/y;
/** Words that may end a test before its assertion, or leave code out of it. */
const UNSURE = /\b(return|break|continue|goto|exit|_exit|_Exit|abort|longjmp)\b|#/;

/** The `TEST(name) { … }` blocks of a C file that canaries can be made of. */
export function findCTests(path: string, text: string): SourceTest[] {
  // Strings, characters and comments are written as in JavaScript.
  const mask = maskJavascript(text);
  const blocks = mask === null ? null : findBlocks(mask, TEST, 'TEST(');
  const last = blocks?.at(-1);
  if (mask === null || blocks === null || last === undefined) return [];
  const neighbours = blocks.map(({ name }) => text.slice(name.from, name.to));
  const starts = blocks.map(({ from }) => ({ at: startWithComments(text, mask, from), before: true }));
  const separator = findSeparator(mask, blocks, '\n\n');
  const place = path.replace(/\.c$/, '').replaceAll('/', '.');
  const idOf = (name: string): string => testId(place, [name]);
  return blocks.flatMap((block, index): SourceTest[] => {
    const name = neighbours[index] as string;
    const isOnly = text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length === 1;
    const literals = isOnly ? comparedLiterals(text, mask, block.body) : [];
    if (literals.length === 0) return [];
    // What stands between two tests may be what a copy needs, so a copy may only move up past other tests.
    const slots = [...starts.slice(firstOfRun(mask, blocks, index)), { at: last.to, before: false }];
    return [
      {
        id: idOf(name),
        idOf,
        span: block,
        name: block.name,
        neighbours,
        isIdentifier: true,
        literals,
        slots,
        separator,
      },
    ];
  });
}

/** Literals of assertions that stand directly in the body: such an assertion held in every test that passed. */
function comparedLiterals(text: string, mask: Mask, body: Span): Span[] {
  if (UNSURE.test(mask.slice(body.from, body.to))) return [];
  const found: Span[] = [];
  let startsStatement = true;
  let at = body.from;
  while (at < body.to) {
    ASSERTION.lastIndex = at;
    const assertion = startsStatement ? ASSERTION.exec(mask)?.[0] : undefined;
    const open = assertion === undefined ? at : at + assertion.length - 1;
    const character = mask[open] as string;
    if (!'([{'.includes(character)) {
      if (!/\s/.test(character)) startsStatement = character === ';';
      at += 1;
      continue;
    }
    const close = closingBracket(mask, open);
    if (close === null) return [];
    const words = assertion === undefined ? [] : splitArguments(mask, { from: open + 1, to: close });
    if (words.length === 2 && mask[close + 1] === ';') found.push(...findLiterals(text, words[1] as Span));
    startsStatement = character === '{';
    at = close + 1;
  }
  return found;
}

/** The first of the tests that stand directly one after the other up to `index`. */
function firstOfRun(mask: Mask, blocks: readonly Block[], index: number): number {
  let first = index;
  while (first > 0) {
    const gap = mask.slice((blocks[first - 1] as Block).to, (blocks[first] as Block).from);
    if (gap.trim() !== '') break;
    first -= 1;
  }
  return first;
}
