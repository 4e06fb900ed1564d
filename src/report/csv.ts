import { Stop } from '../outcome/outcome.ts';
import { plain } from './columns.ts';
import { type Leaderboard, LeaderboardRow } from './leaderboard.ts';

type Value = string | number | boolean | null;

/**
 * The leaderboard as CSV (RFC 4180): a header, a line a row, the keys and the full numbers of the JSON, a column a
 * stop; nothing where a value is null. With slices each line begins with `by` and `slice`, both empty for the rows over all tasks.
 */
export function renderCsv({ rows, slices }: Leaderboard): string {
  // The optional ones only where some row has them.
  const keys = LeaderboardRow.keyof().options.filter(
    (key) => !LeaderboardRow.shape[key].isOptional() || rows.some((row) => row[key] !== undefined),
  );
  const stops = Stop.options.filter((stop) => rows.some((row) => row.stops[stop] !== undefined));
  const flat = keys.filter((key) => key !== 'stops' && key !== 'agentErrors');
  const header = [...flat, ...stops.map((stop) => `stops.${stop}`)];
  const valuesOf = (row: LeaderboardRow): Value[] => [
    ...flat.map((key) => listed(row[key])),
    ...stops.map((stop) => row.stops[stop] ?? 0),
  ];
  const lines: Value[][] = slices
    ? [
        ['by', 'slice', ...header],
        ...rows.map((row) => [null, null, ...valuesOf(row)]),
        ...slices.blocks.flatMap(({ value, rows: own }) => own.map((row) => [slices.by, value, ...valuesOf(row)])),
      ]
    : [header, ...rows.map(valuesOf)];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function listed(value: LeaderboardRow[Exclude<keyof LeaderboardRow, 'stops' | 'agentErrors'>]): Value {
  return Array.isArray(value) ? value.join(' ') : (value ?? null);
}

function field(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = harmless(plain(value));
  return /[",\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Spreadsheets run a field that begins so as a formula; an apostrophe before it makes it text (OWASP, CSV injection). */
function harmless(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}
