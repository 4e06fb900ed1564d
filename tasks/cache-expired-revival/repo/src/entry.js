/**
 * One cached value.
 *
 * @typedef {{ key: unknown, value: unknown, ttl: number, expiresAt: number }} Entry
 * `ttl` in milliseconds, 0 for no limit; `expiresAt` in milliseconds since the epoch, Infinity for never.
 */

/** @returns {Entry} */
export function createEntry(key, value, ttl, now) {
  if (typeof ttl !== 'number' || !(ttl >= 0)) throw new RangeError(`ttl must be a number from 0 on, not ${ttl}`);
  return renew({ key, value, ttl, expiresAt: Infinity }, now);
}

/** Starts the lifetime of an entry anew. */
export function renew(entry, now) {
  entry.expiresAt = entry.ttl > 0 ? now + entry.ttl : Infinity;
  return entry;
}

export function isExpired(entry, now) {
  return now >= entry.expiresAt;
}
