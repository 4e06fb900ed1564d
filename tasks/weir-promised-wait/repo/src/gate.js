/** Makes callers wait for their turn, first come, first served. */
export class Gate {
  #queue = [];
  #waiting = false;
  #limiter;
  #key;
  #setTimer;

  constructor(limiter, key, { setTimer = setTimeout } = {}) {
    this.#limiter = limiter;
    this.#key = key;
    this.#setTimer = setTimer;
  }

  /** How many callers are waiting. */
  get length() {
    return this.#queue.length;
  }

  /**
   * Calls `work` as soon as the limiter allows it.
   *
   * @returns {Promise<unknown>} what `work` returns
   */
  run(work, cost = 1) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ work, cost, resolve, reject });
      if (!this.#waiting) this.#advance();
    });
  }

  #advance() {
    while (this.#queue.length > 0) {
      const { work, cost, resolve, reject } = this.#queue[0];
      const { allowed, retryAfterMs } = this.#limiter.consume(this.#key, cost);
      if (!allowed && retryAfterMs !== Infinity) return this.#wait(retryAfterMs);
      this.#queue.shift();
      if (allowed) new Promise((settle) => settle(work())).then(resolve, reject);
      else reject(new RangeError(`a cost of ${cost} is never allowed`));
    }
  }

  #wait(ms) {
    this.#waiting = true;
    this.#setTimer(() => {
      this.#waiting = false;
      this.#advance();
    }, ms);
  }
}
