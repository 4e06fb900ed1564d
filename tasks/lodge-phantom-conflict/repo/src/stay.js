import { formatDay, parseDay } from './day.js';

/** The range of `arrival..departure`: from the first night up to, and without, the day of departure. */
export function parseStay(text) {
  const [arrival, departure, ...rest] = String(text).split('..');
  if (departure === undefined || rest.length > 0) throw new RangeError(`not a stay: ${text}`);
  const range = { from: parseDay(arrival), to: parseDay(departure) };
  if (nights(range) < 1) throw new RangeError(`a stay needs at least one night: ${text}`);
  return range;
}

export function formatStay({ from, to }) {
  return `${formatDay(from)}..${formatDay(to)}`;
}

export function nights({ from, to }) {
  return to - from;
}
