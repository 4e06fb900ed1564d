import type { Leaderboard, LeaderboardRow } from './leaderboard.ts';

/** Below this many tasks an interval over tasks is rough, and the table says so. */
const FEW_TASKS = 30;
const NONE = '–';

type Column = { title: string; align: 'left' | 'right'; cell: (row: LeaderboardRow) => string };

const COLUMNS: Column[] = [
  { title: 'entry', align: 'left', cell: (row) => row.entry },
  { title: 'agent', align: 'left', cell: (row) => row.agent },
  { title: 'model', align: 'left', cell: (row) => row.model ?? NONE },
  { title: 'max turns', align: 'right', cell: (row) => String(row.maxTurns) },
  { title: 'tasks', align: 'right', cell: (row) => String(row.tasks) },
  { title: 'resolved [95 % interval]', align: 'right', cell: formatRate },
  { title: 'coverage', align: 'right', cell: formatCoverage },
  { title: 'if infra failed / passed', align: 'right', cell: formatBounds },
  { title: 'turns', align: 'right', cell: (row) => formatNumber(row.turns) },
  { title: 'seconds', align: 'right', cell: (row) => formatNumber(row.seconds) },
];

/** The leaderboard as aligned plain text, for a terminal or a file. Ends with a line feed. */
export function renderTable(leaderboard: Leaderboard): string {
  const { runs, rows } = leaderboard;
  const title = `Leaderboard of ${runs.length === 1 ? 'run' : 'runs'} ${runs.map(plain).join(', ') || NONE}`;
  if (rows.length === 0) return `${title}\n\nNo trials.\n`;
  const cells = [
    COLUMNS.map(({ title: name }) => name),
    ...rows.map((row) => COLUMNS.map(({ cell }) => plain(cell(row)))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => (line[column] as string).length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => pad(cell, column, widths))
      .join('  ')
      .trimEnd(),
  );
  return `${[title, '', ...lines, '', ...footnotes(rows)].join('\n').trimEnd()}\n`;
}

function footnotes(rows: readonly LeaderboardRow[]): string[] {
  const fewest = Math.min(...rows.map((row) => row.tasks));
  const notes = [
    'resolved: mean over tasks, of the trials that have a score (coverage). The last bounds count the others.',
  ];
  const served = rows.filter((row) => row.served > 0).map((row) => plain(row.entry));
  if (served.length > 0) {
    notes.push(
      `${served.join(', ')}: from the beginnings of rollouts with more turns, whose agent did not know its limit.`,
    );
  }
  if (fewest < FEW_TASKS) {
    const tasks = fewest === 1 ? '1 task' : `${fewest} tasks`;
    notes.push(
      `Only ${tasks}: intervals over fewer than ${FEW_TASKS} tasks are rough, and rows may differ by chance alone.`,
    );
  }
  return notes;
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] as number;
  return COLUMNS[column]?.align === 'left' ? cell.padEnd(width) : cell.padStart(width);
}

function formatRate({ rate, low, high }: LeaderboardRow): string {
  if (rate === null) return NONE;
  return low === null || high === null
    ? `${percent(rate)} %`
    : `${percent(rate)} % [${percent(low)}, ${percent(high)}]`;
}

function formatCoverage({ scored, trials }: LeaderboardRow): string {
  return trials === 0 ? NONE : `${scored}/${trials} (${percent(scored / trials)} %)`;
}

function formatBounds({ rateIfInfraFailed: failed, rateIfInfraPassed: passed }: LeaderboardRow): string {
  return failed === null || passed === null ? NONE : `${percent(failed)} % / ${percent(passed)} %`;
}

function formatNumber(value: number | null): string {
  return value === null ? NONE : value.toFixed(1);
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** Names come from files and journals: nothing in them may steer a terminal or break a line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
