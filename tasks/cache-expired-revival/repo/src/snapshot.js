const FORMAT = 'tidepool';
const VERSION = 1;

/**
 * The content of a cache as plain data, from the least to the most recently used entry.
 * Keys and values must be fit for JSON if the data is to be stored as JSON.
 */
export function dump(cache) {
  const entries = [...cache.records()].map(({ key, value, ttl }) => ({ key, value, ttl }));
  return { format: FORMAT, version: VERSION, entries };
}

/**
 * Puts dumped data into a cache, which may hold other entries already.
 *
 * @returns {number} how many entries were added
 * @throws {TypeError} if the data isn't a dump
 */
export function load(cache, data) {
  checkDump(data);
  const records = data.entries.map(({ key, value, ttl = 0 }) => ({ key, value, ttl }));
  cache.restore(records);
  return records.length;
}

function checkDump(data) {
  if (data?.format !== FORMAT || !Array.isArray(data.entries)) throw new TypeError('this is not a tidepool dump');
  if (data.version > VERSION) throw new TypeError(`dump version ${data.version} is newer than this library`);
}
