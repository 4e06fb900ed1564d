/** A line that a search found; `text` without its line end. */
export type Match = { path: string; line: number; text: string };

/**
 * What `grep -nHZ` printed, or without `-Z` where its grep has none: by path and line, each once. A line of a file is
 * searched as UTF-8 and, where the file is none, byte for byte too.
 */
export function parseMatches(output: Buffer, separator: '\0' | ':'): Match[] {
  const matches = separator === '\0' ? parseZero(output) : parseColon(output.toString());
  const byPlace = new Map(matches.map((match) => [`${match.path}\0${match.line}`, match]));
  return [...byPlace.values()].sort((a, b) => compare(a.path, b.path) || a.line - b.line);
}

function parseZero(output: Buffer): Match[] {
  const matches: Match[] = [];
  for (let at = 0; at < output.length; ) {
    const zero = output.indexOf(0, at);
    if (zero < 0) break;
    const feed = output.indexOf('\n', zero);
    const end = feed < 0 ? output.length : feed;
    const found = /^(\d+):(.*)$/s.exec(output.toString('utf8', zero + 1, end));
    if (found) matches.push(matchOf(output.toString('utf8', at, zero), found[1], found[2]));
    at = end + 1;
  }
  return matches;
}

function parseColon(output: string): Match[] {
  return output.split('\n').flatMap((record) => {
    const found = record.includes('\0') ? null : /^(.*?):(\d+):(.*)$/s.exec(record);
    return found ? [matchOf(found[1] ?? '', found[2], found[3])] : [];
  });
}

function matchOf(path: string, line = '', text = ''): Match {
  return { path: path.replace(/^(\.\/)+/, ''), line: Number(line), text: text.replace(/\r$/, '') };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
