const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const RATE = /^(\d+)\/(\d*)(ms|s|m|h|d)$/;

/**
 * Reads a rate such as `5/s` or `100/15m`.
 *
 * @param {string} text
 * @returns {{ limit: number, perMs: number }} so many units in so many milliseconds
 * @throws {TypeError} for anything else, and for zeros
 */
export function parseRate(text) {
  const [, count, times, unit] = RATE.exec(text) ?? [];
  const limit = Number(count);
  const perMs = Number(times || 1) * UNITS[unit];
  if (!(limit > 0 && perMs > 0)) throw new TypeError(`not a rate: ${text}`);
  return { limit, perMs };
}
