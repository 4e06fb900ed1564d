import type { Mask } from './mask.ts';
import type { Span } from './source-test.ts';

const CONTROL = /^\s*(?:\}\s*)?(if|else|for|while|do|with|switch|case|default|try|catch|finally)\b/;

/**
 * Whether an unconditional statement of a JavaScript block begins at `at`, the first code of its line. `block` is where
 * the block begins; `at` must not be inside brackets that were opened in it. Works without semicolons: after a `)`, a
 * name or a string, the line before must not begin with a control word. When in doubt, no.
 */
export function isStatement(mask: Mask, block: number, at: number): boolean {
  const line = mask.lastIndexOf('\n', at - 1) + 1;
  if (mask.slice(line, at).trim() !== '' || mask[at] === undefined || /\s/.test(mask[at])) return false;
  let before = at - 1;
  while (before >= block && /\s/.test(mask[before] as string)) before -= 1;
  if (before < block) return true;
  const last = mask[before] as string;
  if (last === ';') return true;
  if (!/[)\]}\w$\u0001]/.test(last)) return false;
  return !CONTROL.test(lineOfStatement(mask, block, before));
}

/** The line that the statement ending at `end` begins on, found over its brackets. */
function lineOfStatement(mask: Mask, block: number, end: number): string {
  let depth = 0;
  let at = end;
  for (; at >= block; at -= 1) {
    const character = mask[at] as string;
    if (')]}'.includes(character)) depth += 1;
    else if ('([{'.includes(character)) depth -= 1;
    else if (character === '\n' && depth === 0) break;
  }
  return mask.slice(at + 1, end + 1);
}

/** The arguments between two parentheses, without the white space around them. */
export function splitArguments(mask: Mask, inside: Span): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let from = inside.from;
  for (let at = inside.from; at <= inside.to; at += 1) {
    const character = mask[at] as string;
    if (at === inside.to || (depth === 0 && character === ',')) {
      const raw = mask.slice(from, at);
      const start = from + raw.length - raw.trimStart().length;
      found.push({ from: start, to: start + raw.trim().length });
      from = at + 1;
    } else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return found;
}
