/** Applies a policy to any number of keys. See the README for methods and decisions. */
export class Limiter {
  #states = new Map();
  #policy;
  #clock;

  constructor(policy, { clock = Date.now } = {}) {
    this.#policy = policy;
    this.#clock = clock;
  }

  get size() {
    return this.#states.size;
  }

  consume(key, cost = 1) {
    return this.#decide(key, cost, true);
  }

  peek(key, cost = 1) {
    return this.#decide(key, cost, false);
  }

  reset(key) {
    this.#states.delete(key);
  }

  sweep() {
    const now = this.#clock();
    const before = this.#states.size;
    for (const [key, state] of this.#states) {
      this.#policy.advance(state, now);
      if (this.#policy.free(state) === this.#policy.limit) this.#states.delete(key);
    }
    return before - this.#states.size;
  }

  #decide(key, cost, spends) {
    if (!(Number.isInteger(cost) && cost > 0)) throw new RangeError(`a cost must be a positive integer, not ${cost}`);
    const now = this.#clock();
    const state = this.#states.get(key) ?? this.#policy.open(now);
    this.#policy.advance(state, now);
    const allowed = cost <= this.#policy.free(state);
    const retryAfterMs = allowed ? 0 : this.#policy.waitMs(state, now, cost);
    if (allowed && spends) {
      this.#policy.spend(state, now, cost);
      this.#states.set(key, state);
    }
    return {
      allowed,
      limit: this.#policy.limit,
      remaining: this.#policy.free(state),
      retryAfterMs,
      resetMs: this.#policy.resetMs(state, now),
    };
  }
}
