import { visibleLine } from '../trajectory/visible.ts';
import type { TestsResult } from '../verify/tests.ts';

/** Of what a command printed, in a message. */
const MAX_LINES = 3;
const MAX_CHARACTERS = 400;

/** What shells and programs say when something can't be started, found, read or loaded. */
const TELLING = /error|exception|not found|no such|denied|cannot|can't|unable|unknown|invalid|fail|panic|undefined/i;

/** Colours: they say nothing here. */
const STYLES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

type Detail = Pick<TestsResult['detail'], 'exitCode' | 'stdout' | 'stderr' | 'dropped'>;

/** How a test command ended and what it said first: `it exited with 127: sh: 1: nod: not found`. */
export function describeRun(detail: Detail): string {
  const said = firstLines(detail);
  return `${describeExit(detail.exitCode)}${said === '' ? ', and it printed nothing' : `: ${said}`}`;
}

function describeExit(exitCode: number | null): string {
  if (exitCode === null) return 'it ran out of time';
  return exitCode > 128 && exitCode < 160
    ? `it exited with ${exitCode} (signal ${exitCode - 128})`
    : `it exited with ${exitCode}`;
}

/** The first lines of an output, and the first one that tells of a fault where that stands further below. */
export function firstLines({ stdout, stderr }: Pick<Detail, 'stdout' | 'stderr'>): string {
  const lines = (stderr.trim() || stdout.trim())
    .split('\n')
    .map((line) => visibleLine(line.replaceAll(STYLES, '').trim()))
    .filter(Boolean);
  const first = lines.slice(0, MAX_LINES);
  const telling = lines.find((line) => TELLING.test(line));
  const all = telling === undefined || first.includes(telling) ? first : [...first, telling];
  const text = all.map((line) => line.slice(0, MAX_CHARACTERS / 2)).join(' | ');
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

/** Files of a gold that no verification lets in, or null. */
export function describeDropped({ dropped }: Pick<Detail, 'dropped'>): string | null {
  if (dropped.length === 0) return null;
  const shown = dropped.slice(0, MAX_LINES).map(({ path, reason }) => `${visibleLine(path)} (${reason})`);
  const more = dropped.length > MAX_LINES ? ` and ${dropped.length - MAX_LINES} more` : '';
  return `of the gold these are left out: ${shown.join(', ')}${more}`;
}
