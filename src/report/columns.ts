import type { Stop } from '../outcome/outcome.ts';
import type { LeaderboardRow } from './leaderboard.ts';

export const NONE = '–';

/** What a row says to people, whatever it is printed as. */
export type Column = { title: string; align: 'left' | 'right'; cell: (row: LeaderboardRow) => string };

/** `isWide`: what only some readers want; it is in JSON and CSV in any case. */
type Kept = Column & { isWide?: true };

const COLUMNS: readonly Kept[] = [
  { title: 'entry', align: 'left', cell: (row) => row.entry },
  { title: 'agent', align: 'left', cell: (row) => row.agent },
  { title: 'model', align: 'left', cell: (row) => row.model ?? NONE },
  { title: 'max turns', align: 'right', cell: formatLimit, isWide: true },
  { title: 'tasks', align: 'right', cell: (row) => String(row.tasks) },
  { title: 'resolved [95 % interval]', align: 'right', cell: formatRate },
  { title: 'coverage', align: 'right', cell: formatCoverage },
  { title: 'if infra failed / passed', align: 'right', cell: formatBounds, isWide: true },
  { title: 'turns', align: 'right', cell: (row) => formatNumber(row.turns) },
  { title: 'seconds', align: 'right', cell: (row) => formatNumber(row.seconds) },
];

/** Only where an agent has a model. */
const SPENT: readonly Column[] = [
  { title: 'tokens', align: 'right', cell: ({ tokens }) => tokens?.toFixed(0) ?? NONE },
  { title: 'cost $', align: 'right', cell: ({ costUsd }) => costUsd?.toFixed(4) ?? NONE },
];

/** Where rollouts ended as they should not have, or all is asked for. */
const STOPS: Column = { title: 'stops', align: 'left', cell: formatStops };
const FAILURES: readonly Stop[] = ['agent_error', 'model_error', 'sandbox_died'];

/** What there is to say of these rows. */
export function columnsOf(rows: readonly LeaderboardRow[], { wide = false } = {}): readonly Column[] {
  const hasTokens = rows.some(({ tokens }) => tokens !== undefined);
  const hasFailures = rows.some(({ stops }) => FAILURES.some((stop) => stops[stop] !== undefined));
  return [
    ...COLUMNS.filter(({ isWide }) => wide || !isWide),
    ...(hasTokens ? SPENT : []),
    ...(wide || hasFailures ? [STOPS] : []),
  ];
}

function formatStops({ stops }: LeaderboardRow): string {
  const found = Object.entries(stops).sort(([a], [b]) => (a < b ? -1 : 1));
  return found.map(([stop, count]) => `${count} ${stop}`).join(', ') || NONE;
}

/** `10–60` where the trials of an entry have different limits. */
function formatLimit({ leastMaxTurns, maxTurns }: LeaderboardRow): string {
  return leastMaxTurns === maxTurns ? String(maxTurns) : `${leastMaxTurns}–${maxTurns}`;
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
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
