import { notesOf, titleOf, titleOfSlice } from './captions.ts';
import { COLUMNS, plain } from './columns.ts';
import type { Leaderboard, LeaderboardRow } from './leaderboard.ts';

/** The leaderboard as aligned plain text, for a terminal or a file. Ends with a line feed. */
export function renderTable(leaderboard: Leaderboard): string {
  const { rows, slices } = leaderboard;
  const title = plain(titleOf(leaderboard));
  if (rows.length === 0) return `${title}\n\nNo trials.\n`;
  const blocks = slices?.blocks ?? [];
  // One width a column, so that a row can be compared with the same entry's in any slice.
  const widths = widthsOf([...rows, ...blocks.flatMap((block) => block.rows)]);
  const sections = [
    title,
    renderRows(rows, widths),
    ...blocks.flatMap((block) => [plain(titleOfSlice(slices!.by, block)), renderRows(block.rows, widths)]),
    notesOf(leaderboard).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function widthsOf(rows: readonly LeaderboardRow[]): number[] {
  return COLUMNS.map(({ title, cell }) =>
    rows.reduce((widest, row) => Math.max(widest, plain(cell(row)).length), title.length),
  );
}

function renderRows(rows: readonly LeaderboardRow[], widths: readonly number[]): string {
  const lines = [COLUMNS.map(({ title }) => title), ...rows.map((row) => COLUMNS.map(({ cell }) => plain(cell(row))))];
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, column, widths))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] as number;
  return COLUMNS[column]?.align === 'left' ? cell.padEnd(width) : cell.padStart(width);
}
