/** Things that are due later, with one timer for the first of them. */
export class Delays {
  #entries = [];
  #timer = null;
  #onDue;
  #clock;
  #setTimer;
  #clearTimer;

  constructor(onDue, { clock, setTimer, clearTimer }) {
    this.#onDue = onDue;
    this.#clock = clock;
    this.#setTimer = setTimer;
    this.#clearTimer = clearTimer;
  }

  add(item, delayMs) {
    this.#entries.push({ item, at: this.#clock() + delayMs });
    this.#entries.sort((a, b) => a.at - b.at);
    this.#arm();
  }

  clear() {
    this.#entries = [];
    this.#arm();
  }

  #arm() {
    if (this.#timer !== null) this.#clearTimer(this.#timer);
    const [first] = this.#entries;
    this.#timer = first === undefined ? null : this.#setTimer(() => this.#ring(), first.at - this.#clock());
  }

  #ring() {
    this.#timer = null;
    const now = this.#clock();
    const due = this.#entries.filter(({ at }) => at <= now);
    this.#entries = this.#entries.filter(({ at }) => at > now);
    this.#arm();
    this.#onDue(due.map(({ item }) => item));
  }
}
