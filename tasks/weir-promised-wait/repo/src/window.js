import { parseRate } from './rate.js';

/**
 * A sliding window: at most `limit` units within any time of that length.
 * Its state is a list of what was spent and when, the oldest first.
 */
export function slidingWindow(rate) {
  const { limit, perMs } = parseRate(rate);

  const free = ({ hits }) => limit - hits.reduce((sum, { cost }) => sum + cost, 0);
  const backAt = (hit) => hit.at + perMs;

  return {
    limit,

    open: () => ({ hits: [] }),

    advance(state, now) {
      state.hits = state.hits.filter((hit) => backAt(hit) >= now);
    },

    free,

    spend(state, now, cost) {
      state.hits.push({ at: now, cost });
    },

    waitMs(state, now, cost) {
      let missing = cost - free(state);
      if (missing <= 0) return 0;
      for (const hit of state.hits) {
        missing -= hit.cost;
        if (missing <= 0) return backAt(hit) - now;
      }
      return Infinity;
    },

    resetMs({ hits }, now) {
      return hits.length === 0 ? 0 : backAt(hits.at(-1)) - now;
    },
  };
}
