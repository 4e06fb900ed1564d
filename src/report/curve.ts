import type { LeaderboardRow } from './leaderboard.ts';
import { summarize, type TrialSummary } from './summarize.ts';

/** One trial under one limit of turns. */
export type CurveTrial = Pick<TrialSummary, 'agent' | 'model' | 'task' | 'repository' | 'verdict' | 'turns'> & {
  /** Of the curve that it belongs to. */
  line: string;
  limit: number;
};

export type CurveRow = Pick<LeaderboardRow, 'agent' | 'model' | 'trials' | 'scored' | 'rate' | 'low' | 'high'> & {
  line: string;
  turns: number;
};

/** Resolved at each limit of turns, lines by name, limits ascending. The intervals are those of a leaderboard. Pure. */
export function summarizeCurve(trials: readonly CurveTrial[]): CurveRow[] {
  const rows = trials.map((trial): TrialSummary => {
    const { line, limit, ...rest } = trial;
    return { ...rest, entry: `${line}@${limit}`, maxTurns: limit, reward: null, seconds: null };
  });
  const { rows: summarized } = summarize({ runs: [], trials: rows });
  return summarized
    .map(({ entry, agent, model, maxTurns, trials: all, scored, rate, low, high }) => {
      const line = entry.slice(0, entry.lastIndexOf('@'));
      return { line, agent, model, turns: maxTurns, trials: all, scored, rate, low, high };
    })
    .sort((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : a.turns - b.turns));
}

const CSV = ['line', 'agent', 'model', 'turns', 'trials', 'scored', 'rate', 'low', 'high'] as const;

/** RFC 4180, a line a row. */
export function renderCurveCsv(rows: readonly CurveRow[]): string {
  const lines = rows.map((row) => CSV.map((key) => csvCell(row[key])).join(','));
  return `${[CSV.join(','), ...lines].join('\n')}\n`;
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** For people: a block a line, with a bar a limit. */
export function renderCurve(rows: readonly CurveRow[]): string {
  const blocks: string[] = [];
  for (const line of new Set(rows.map((row) => row.line))) {
    const own = rows.filter((row) => row.line === line);
    blocks.push([`${plain(line)}: resolved at each limit of turns`, ...own.map(renderRow)].join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}

function renderRow({ turns, rate, low, high, scored, trials }: CurveRow): string {
  const interval = low === null || high === null ? '' : `[${percent(low)}, ${percent(high)}]`;
  const share = rate === null ? '–' : `${percent(rate)} %`;
  const bar = '█'.repeat(Math.round((rate ?? 0) * 20));
  return `${String(turns).padStart(5)}  ${share.padStart(7)} ${interval.padEnd(14)}  ${`${scored}/${trials}`.padStart(7)}  ${bar}`.trimEnd();
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** Names come from files: nothing in them may steer a terminal or break a line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
