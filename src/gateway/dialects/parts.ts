import type { Part } from './dialect.ts';

/** Parts with what one side says in a row put together: an answer of text and two calls is one decision. */
export function joinParts(items: readonly Part[]): Part[] {
  const parts: Part[] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last?.by === item.by && item.by === 'model') last.text = [last.text, item.text].filter(Boolean).join('\n');
    else parts.push({ ...item });
  }
  return parts;
}
