import { notesOf, titleOf, titleOfSlice } from './captions.ts';
import { type Column, columnsOf, plain } from './columns.ts';
import { fitColumns, GAP, widthsOf } from './fit.ts';
import type { Leaderboard, LeaderboardRow } from './leaderboard.ts';

/**
 * The leaderboard as aligned plain text, for a terminal or a file. Ends with a line feed. With a `width` in characters
 * columns are left out where it is too small, and a note names them.
 */
export function renderTable(
  leaderboard: Leaderboard,
  { width, wide = false }: { width?: number | undefined; wide?: boolean } = {},
): string {
  const { rows, slices } = leaderboard;
  const title = plain(titleOf(leaderboard));
  if (rows.length === 0) return `${title}\n\nNo trials.\n`;
  const blocks = slices?.blocks ?? [];
  const all = [...rows, ...blocks.flatMap((block) => block.rows)];
  const possible = columnsOf(all, { wide });
  const columns = width === undefined ? possible : fitColumns(all, possible, width);
  // One width a column, so that a row can be compared with the same entry's in any slice.
  const widths = widthsOf(columns, all);
  const print = (own: readonly LeaderboardRow[]) => renderRows(own, columns, widths);
  const sections = [
    title,
    print(rows),
    ...blocks.flatMap((block) => [plain(titleOfSlice(slices!.by, block)), print(block.rows)]),
    [...notesOf(leaderboard), ...noteLeftOut(possible, columns)].join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function noteLeftOut(all: readonly Column[], columns: readonly Column[]): string[] {
  const left = all.filter((column) => !columns.includes(column)).map(({ title }) => title);
  if (left.length === 0) return [];
  return [`Left out, as the terminal is narrow: ${left.join(', ')}. \`| cat\` and --format show every column.`];
}

function renderRows(rows: readonly LeaderboardRow[], columns: readonly Column[], widths: readonly number[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => plain(cell(row))))];
  return lines
    .map((line) =>
      line
        .map((cell, at) =>
          columns[at]?.align === 'left' ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}
