import { parseRate } from './rate.js';

/**
 * A token bucket: units come back at an even pace. Its state is how long it takes until the bucket is full again, in
 * milliseconds, so that no fractions of units have to be added up.
 */
export function tokenBucket(rate, { burst } = {}) {
  const { limit, perMs } = parseRate(rate);
  const size = burst ?? limit;
  const perUnitMs = perMs / limit;
  const fullMs = size * perUnitMs;

  const free = ({ debtMs }) => Math.floor((fullMs - debtMs) / perUnitMs);

  return {
    limit: size,

    open: (now) => ({ debtMs: 0, at: now }),

    advance(state, now) {
      state.debtMs = Math.max(0, state.debtMs - (now - state.at));
      state.at = now;
    },

    free,

    spend(state, _now, cost) {
      state.debtMs += cost * perUnitMs;
    },

    waitMs(state, _now, cost) {
      if (cost > size) return Infinity;
      return Math.max(0, Math.ceil(state.debtMs + cost * perUnitMs - fullMs));
    },

    resetMs: ({ debtMs }) => Math.ceil(debtMs),
  };
}
