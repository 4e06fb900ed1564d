import { type Column, plain } from './columns.ts';
import type { LeaderboardRow } from './leaderboard.ts';

type Rows = readonly LeaderboardRow[];

/** What to leave out first where there is no room: what says nothing here, and then what says least. */
const SPARED: readonly { title: string; when?: (rows: Rows) => boolean }[] = [
  { title: 'model', when: (rows) => rows.every(({ model }) => model === null) },
  { title: 'agent', when: (rows) => rows.every(({ entry, agent }) => entry === agent) },
  { title: 'if infra failed / passed', when: (rows) => rows.every(({ scored, trials }) => scored === trials) },
  ...['stops', 'tokens', 'seconds', 'if infra failed / passed', 'turns', 'model', 'agent', 'max turns', 'coverage'].map(
    (title) => ({
      title,
    }),
  ),
];

/** Between columns. */
export const GAP = '  ';

/** The columns that fit into so many characters; those that make a row readable stay in any case. Pure. */
export function fitColumns(rows: Rows, all: readonly Column[], width: number): Column[] {
  let columns = [...all];
  for (const { title, when } of SPARED) {
    if (widthOf(columns, rows) <= width) break;
    if (when?.(rows) ?? true) columns = columns.filter((column) => column.title !== title);
  }
  return columns;
}

export function widthsOf(columns: readonly Column[], rows: Rows): number[] {
  return columns.map(({ title, cell }) =>
    rows.reduce((widest, row) => Math.max(widest, plain(cell(row)).length), title.length),
  );
}

function widthOf(columns: readonly Column[], rows: Rows): number {
  const widths = widthsOf(columns, rows);
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}
