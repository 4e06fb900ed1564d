import { countOf } from '../text/count.ts';
import { visibleLine } from '../trajectory/visible.ts';
import type { SelectionOfEntry, SelectionRow } from './selection.ts';

/** Each entry's rules as aligned plain text, best first. Ends with a line feed. */
export function renderSelection(entries: readonly SelectionOfEntry[]): string {
  return entries.map(renderEntry).join('\n');
}

function renderEntry(found: SelectionOfEntry): string {
  const { entry, tasks, trials, candidates, rows } = found;
  const ks = columns(candidates);
  const lines = [
    ['rule', ...ks.map((k) => `@${k}`), 'gap closed'],
    ['oracle', ...ks.map((k) => percent(found.oracleAtK[k - 1])), ''],
    ...rows.toSorted(bySelect).map((row) => [row.rule, ...ks.map((k) => percent(row.selectAtK[k - 1])), gap(row)]),
  ];
  const title = `${visibleLine(entry)}: ${countOf(trials, 'trial')} of ${countOf(tasks, 'task')}, up to ${countOf(candidates, 'candidate')} each`;
  const notes = notesOf(found);
  return [title, '', ...align(lines), ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n');
}

function notesOf({ rows, notApplicable }: SelectionOfEntry): string[] {
  const drawn = rows.some(({ isDrawn }) => isDrawn);
  return [
    '@k: resolved, in percent, where the rule picks among k candidates. oracle: any of them. gap closed: 0 is chance, 1 the oracle.',
    ...(drawn ? ['There are too many sets of candidates to visit: 1,000 of each size were drawn.'] : []),
    ...notApplicable.map(({ rule, lacks }) => `${rule} is left out: the run has not gathered ${lacks.join(', ')}.`),
  ];
}

const MAX_COLUMNS = 6;

/** 1 and the most, and powers of two between; all where they are few. */
function columns(most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return most <= MAX_COLUMNS ? all : all.filter((k) => k === most || Number.isInteger(Math.log2(k)));
}

function bySelect(a: SelectionRow, b: SelectionRow): number {
  return (b.select ?? -1) - (a.select ?? -1);
}

function percent(share: number | null | undefined): string {
  return share == null ? '–' : (share * 100).toFixed(1);
}

function gap({ gapClosed }: SelectionRow): string {
  return gapClosed === null ? '–' : gapClosed.toFixed(2);
}

function align(lines: readonly string[][]): string[] {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const cellAt = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return lines.map((line) => line.map(cellAt).join('  ').trimEnd());
}
