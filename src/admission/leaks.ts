import { addedLines } from '../workspace/patch.ts';

/** Shorter lines (`}`, `return;`) stand anywhere by chance. */
const MIN_LENGTH = 12;

export type Leak = { line: number; text: string };

/** Lines that the gold adds and the instruction holds, whatever the spaces. Pure. */
export function findLeaks(instruction: string, gold: string): Leak[] {
  const added = addedLines(gold)
    .map(squeeze)
    .filter((line) => line.length >= MIN_LENGTH && /\w/.test(line));
  return instruction.split('\n').flatMap((text, i) => {
    const hit = added.find((line) => squeeze(text).includes(line));
    return hit ? [{ line: i + 1, text: hit }] : [];
  });
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
