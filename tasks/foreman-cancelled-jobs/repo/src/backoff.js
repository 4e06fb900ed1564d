/**
 * Delays that grow with every attempt.
 *
 * @returns {(attempt: number) => number} from the number of the failed attempt, counted from 1, to milliseconds
 */
export function backoff({ baseMs = 1000, factor = 2, maxMs = 60_000 } = {}) {
  return (attempt) => Math.min(maxMs, baseMs * factor ** (attempt - 1));
}
