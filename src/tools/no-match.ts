import { cutText } from '../text/cut.ts';

/** Beyond this the search for a similar line would hold up other trials. */
const MAX_CHARACTERS = 1_000_000;
const MAX_LINE_CHARACTERS = 500;
const SIMILAR = 0.5;

/** Why `wanted` is not in `text`, with the line where the reader should look. */
export function explainNoMatch(text: string, wanted: string): string {
  const none = 'oldText is not in the file';
  if (text.length > MAX_CHARACTERS) return none;
  const lines = text.split(/\r?\n/);
  const wantedLines = wanted.replace(/\r?\n$/, '').split(/\r?\n/);
  const spaced = spacedDifferently(lines, wantedLines);
  if (spaced !== null) return `${none}; line ${spaced + 1} differs from it only in whitespace:${show(lines[spaced]!)}`;
  const differing = firstDifference(lines, wantedLines);
  if (differing !== null) {
    const { line, wantedLine } = differing;
    const there = line < lines.length ? `line ${line + 1} is:${show(lines[line]!)}` : 'the file ends there';
    return `${none}; it matches from line ${line + 1 - wantedLine} up to its line ${wantedLine + 1}, but ${there}`;
  }
  const nearest = nearestLine(lines, wantedLines.find((line) => line.trim() !== '') ?? '');
  return nearest === null ? none : `${none}; the nearest line to its first is ${nearest + 1}:${show(lines[nearest]!)}`;
}

function show(line: string): string {
  return `\n${cutText(line, MAX_LINE_CHARACTERS)}`;
}

/** Where the lines are the wanted ones once all whitespace is taken out: 0-based. */
function spacedDifferently(lines: readonly string[], wanted: readonly string[]): number | null {
  const bare = wanted.map(withoutSpace);
  if (bare.every((line) => line === '')) return null;
  const bareLines = lines.map(withoutSpace);
  const start = bareLines.findIndex((_, at) => bare.every((line, offset) => bareLines[at + offset] === line));
  if (start !== -1) return start;
  // Text within one line matches a part of it.
  const inside = bare.length === 1 ? bareLines.findIndex((line) => line.includes(bare[0]!)) : -1;
  return inside === -1 ? null : inside;
}

function withoutSpace(line: string): string {
  return line.replaceAll(/\s+/g, '');
}

/** The place where most of the first wanted lines are there, and the first line that is not: 0-based. */
function firstDifference(lines: readonly string[], wanted: readonly string[]) {
  let best: { line: number; wantedLine: number } | null = null;
  if (wanted[0]!.trim() === '') return null;
  for (let start = 0; start < lines.length; start += 1) {
    let same = 0;
    while (same < wanted.length && lines[start + same] === wanted[same]) same += 1;
    if (same > (best?.wantedLine ?? 0)) best = { line: start + same, wantedLine: same };
  }
  return best !== null && best.wantedLine < wanted.length ? best : null;
}

function nearestLine(lines: readonly string[], wanted: string): number | null {
  const wantedPairs = pairs(wanted);
  let best: number | null = null;
  let bestScore = SIMILAR;
  lines.forEach((line, at) => {
    if (line.length > MAX_LINE_CHARACTERS) return;
    const score = similarity(pairs(line), wantedPairs);
    if (score > bestScore) {
      best = at;
      bestScore = score;
    }
  });
  return best;
}

/** Sørensen–Dice coefficient of the sets of neighbouring characters, 0 to 1. */
function similarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of one) if (other.has(pair)) common += 1;
  return one.size + other.size === 0 ? 0 : (2 * common) / (one.size + other.size);
}

function pairs(line: string): Set<string> {
  const text = line.trim();
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
}
