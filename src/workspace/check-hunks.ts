/** Where a patch has a hunk header that is none, from 1: programs that read patches pass over it, and over the hunk. */
export function findBrokenHunk(text: string): number | null {
  let inFile = false;
  let left = { old: 0, new: 0 };
  for (const [at, line] of text.split('\n').entries()) {
    if (left.old > 0 || left.new > 0) {
      const sign = line[0] ?? ' ';
      if (sign === '\\') continue;
      left = { old: left.old - (sign === '+' ? 0 : 1), new: left.new - (sign === '-' ? 0 : 1) };
      continue;
    }
    if (/^(diff --git |--- |\+\+\+ )/.test(line)) inFile = true;
    if (/^-- \r?$/.test(line)) inFile = false;
    if (!inFile || !line.startsWith('@@')) continue;
    const header = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (!header) return at + 1;
    left = { old: Number(header[1] ?? 1), new: Number(header[2] ?? 1) };
  }
  return null;
}
