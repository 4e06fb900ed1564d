export { Cache } from './cache.js';
export { memoize } from './memoize.js';
export { dump, load } from './snapshot.js';
