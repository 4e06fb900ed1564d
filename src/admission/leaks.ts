import { parsePatch } from 'diff';

/** Shorter lines (`}`, `return;`) stand anywhere by chance. */
const MIN_LENGTH = 12;

export type Leak = { line: number; text: string };

/** Lines that the gold adds and the instruction holds, whatever the spaces. Pure. */
export function findLeaks(instruction: string, gold: string): Leak[] {
  const added = parsePatch(gold)
    .flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))
    .filter((line) => line.startsWith('+'))
    .map((line) => squeeze(line.slice(1)))
    .filter((line) => line.length >= MIN_LENGTH && /\w/.test(line));
  return instruction.split('\n').flatMap((text, i) => {
    const hit = added.find((line) => squeeze(text).includes(line));
    return hit ? [{ line: i + 1, text: hit }] : [];
  });
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
