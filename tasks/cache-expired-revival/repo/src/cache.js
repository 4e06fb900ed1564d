import { createEntry, isExpired, renew } from './entry.js';
import { Events } from './events.js';

/** A least-recently-used cache with expiry. See the README for options, methods and events. */
export class Cache {
  // A Map keeps the order of insertion, so the first entry is the least recently used one.
  #entries = new Map();
  #events = new Events();
  #stats = { hits: 0, misses: 0, evictions: 0, expirations: 0 };
  #max;
  #ttl;
  #sliding;
  #clock;

  constructor({ max = Infinity, ttl = 0, sliding = false, clock = Date.now } = {}) {
    if (!(max >= 1)) throw new RangeError(`max must be at least 1, not ${max}`);
    this.#max = max;
    this.#ttl = ttl;
    this.#sliding = sliding;
    this.#clock = clock;
  }

  get size() {
    return this.#entries.size;
  }

  get stats() {
    return { ...this.#stats };
  }

  on(type, listener) {
    return this.#events.on(type, listener);
  }

  get(key) {
    const entry = this.#touch(key);
    if (entry === undefined) {
      this.#stats.misses += 1;
      return undefined;
    }
    this.#stats.hits += 1;
    if (this.#sliding) renew(entry, this.#clock());
    this.#moveToEnd(entry);
    return entry.value;
  }

  peek(key) {
    return this.#touch(key)?.value;
  }

  has(key) {
    return this.#touch(key) !== undefined;
  }

  set(key, value, { ttl = this.#ttl } = {}) {
    const entry = createEntry(key, value, ttl, this.#clock());
    const previous = this.#entries.get(key);
    this.#moveToEnd(entry);
    if (previous === undefined) this.#events.emit('set', { key, value });
    else this.#events.emit('update', { key, value, previous: previous.value });
    this.#evictSurplus();
    return this;
  }

  delete(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#entries.delete(key);
    this.#events.emit('delete', { key, value: entry.value });
    return true;
  }

  purge() {
    const now = this.#clock();
    const expired = [...this.#entries.values()].filter((entry) => isExpired(entry, now));
    for (const entry of expired) this.#collect(entry);
    return expired.length;
  }

  clear() {
    this.#entries.clear();
  }

  *keys() {
    for (const entry of this.records()) yield entry.key;
  }

  *entries() {
    for (const entry of this.records()) yield [entry.key, entry.value];
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  /** The entries as plain records, for dumps. */
  *records() {
    for (const { key, value, ttl } of this.#entries.values()) yield { key, value, ttl };
  }

  /** Puts records back without events; a surplus drops the least recently used ones. */
  restore(records) {
    const now = this.#clock();
    for (const { key, value, ttl } of records) this.#moveToEnd(createEntry(key, value, ttl, now));
    while (this.#entries.size > this.#max) this.#entries.delete(this.#oldest().key);
  }

  /** The live entry of a key. An expired one is collected on the way. */
  #touch(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined || !isExpired(entry, this.#clock())) return entry;
    this.#collect(entry);
    return undefined;
  }

  #collect(entry) {
    this.#entries.delete(entry.key);
    this.#stats.expirations += 1;
    this.#events.emit('expire', { key: entry.key, value: entry.value });
  }

  #evictSurplus() {
    while (this.#entries.size > this.#max) {
      const { key, value } = this.#oldest();
      this.#entries.delete(key);
      this.#stats.evictions += 1;
      this.#events.emit('evict', { key, value });
    }
  }

  #moveToEnd(entry) {
    this.#entries.delete(entry.key);
    this.#entries.set(entry.key, entry);
  }

  #oldest() {
    return this.#entries.values().next().value;
  }
}
