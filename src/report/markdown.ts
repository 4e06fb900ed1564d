import { notesOf, titleOf, titleOfSlice } from './captions.ts';
import { type Column, columnsOf } from './columns.ts';
import type { Leaderboard, LeaderboardRow } from './leaderboard.ts';
import { verbatim } from './verbatim.ts';

/** The leaderboard as GitHub-flavoured Markdown. Ends with a line feed. */
export function renderMarkdown(leaderboard: Leaderboard, { wide = false } = {}): string {
  const { rows, slices } = leaderboard;
  const columns = columnsOf(rows, { wide });
  const sections = [
    `## ${verbatim(titleOf(leaderboard))}`,
    rows.length === 0 ? 'No trials.' : renderRows(rows, columns),
    ...(slices?.blocks ?? []).flatMap((block) => [
      `### ${verbatim(titleOfSlice(slices!.by, block))}`,
      renderRows(block.rows, columns),
    ]),
    ...notesOf(leaderboard).map(verbatim),
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderRows(rows: readonly LeaderboardRow[], columns: readonly Column[]): string {
  const lines = [
    columns.map(({ title }) => verbatim(title)),
    columns.map(({ align }) => (align === 'left' ? ':--' : '--:')),
    ...rows.map((row) => columns.map(({ cell }) => verbatim(cell(row)))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
