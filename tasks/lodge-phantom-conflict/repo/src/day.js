const DAY_MS = 86_400_000;

/** The number of a day such as `2026-05-01`, counted from 1970-01-01. */
export function parseDay(text) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) / DAY_MS : Number.NaN;
  // Date.parse takes the 31st of April for the 1st of May.
  if (Number.isNaN(day) || formatDay(day) !== text) throw new RangeError(`not a day: ${text}`);
  return day;
}

export function formatDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
