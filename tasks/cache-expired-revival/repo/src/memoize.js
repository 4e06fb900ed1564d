import { Cache } from './cache.js';

/**
 * Wraps a function so that its results are kept in a cache.
 *
 * @template {(...args: any[]) => unknown} F
 * @param {F} fn
 * @param {{ cache?: Cache, key?: (...args: Parameters<F>) => unknown }} [options]
 * @returns {F}
 */
export function memoize(fn, { cache = new Cache(), key = (first) => first } = {}) {
  return function memoized(...args) {
    const id = key(...args);
    const known = cache.get(id);
    // `undefined` may be a kept result, too.
    if (known !== undefined || cache.has(id)) return known;
    const result = fn.apply(this, args);
    cache.set(id, result);
    if (typeof result?.then === 'function') forgetIfRejected(cache, id, result);
    return result;
  };
}

function forgetIfRejected(cache, id, promise) {
  promise.then(undefined, () => {
    // Another call may have replaced it in the meantime.
    if (cache.peek(id) === promise) cache.delete(id);
  });
}
