/**
 * The candidate that a person most likely meant by `word`: the one with the fewest edits, or else the only one that it
 * abbreviates, as `cmd` does `command`. Undefined when none is close. Ties go to the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = Math.max(2, Math.floor(word.length / 3));
  let best: { candidate: string; edits: number } | undefined;
  const longer = new Set<string>();
  for (const candidate of candidates) {
    if (abbreviates(word.toLowerCase(), candidate.toLowerCase())) longer.add(candidate);
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const isClose = edits <= allowed && 2 * edits <= Math.max(word.length, candidate.length);
    if (isClose && (!best || edits < best.edits)) best = { candidate, edits };
  }
  const [abbreviated, ...others] = longer;
  return best?.candidate ?? (others.length === 0 ? abbreviated : undefined);
}

/** At least two letters, the first of them the word's own, the others in its order. */
function abbreviates(word: string, long: string): boolean {
  if (word.length < 2 || word[0] !== long[0]) return false;
  let at = 0;
  for (const letter of long) if (letter === word[at]) at += 1;
  return at === word.length;
}

/** Insertions, deletions, replacements and swaps of neighbours between two short words, one row at a time. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, isSwap ? before[j - 2]! + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[to.length]!;
}
