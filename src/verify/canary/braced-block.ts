import { closingBracket, type Mask } from './mask.ts';
import type { Span } from './source-test.ts';

/** A test whose body stands in braces. */
export type Block = Span & { name: Span; body: Span };

/**
 * Those of a file, by a pattern whose first group is the name and which ends with the opening brace; `before` is what
 * stands in front of each name. null where a brace is never closed.
 */
export function findBlocks(mask: Mask, pattern: RegExp, before: string): Block[] | null {
  const blocks: Block[] = [];
  for (const found of mask.matchAll(pattern)) {
    const open = found.index + found[0].length - 1;
    const close = closingBracket(mask, open);
    if (close === null) return null;
    const from = found.index + before.length;
    const name = { from, to: from + (found[1] as string).length };
    blocks.push({ from: found.index, to: close + 1, name, body: { from: open + 1, to: close } });
  }
  return blocks;
}
