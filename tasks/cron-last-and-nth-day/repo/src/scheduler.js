import { next } from './next.js';
import { parse } from './parse.js';

// Timers take 32-bit delays; longer ones would fire at once.
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * Runs jobs when they are due. The clock (milliseconds since the epoch) and the timers can be replaced, for tests.
 * A date that passes while the scheduler is stopped is not made up for.
 */
export class Scheduler {
  #jobs = new Map();
  #running = false;
  #clock;
  #setTimer;
  #clearTimer;

  constructor({ clock = Date.now, setTimer = setTimeout, clearTimer = clearTimeout } = {}) {
    this.#clock = clock;
    this.#setTimer = setTimer;
    this.#clearTimer = clearTimer;
  }

  /** Adds a job, or replaces the one of that name. */
  add(name, schedule, job) {
    this.remove(name);
    const entry = { schedule: parse(schedule), job, timer: undefined };
    this.#jobs.set(name, entry);
    if (this.#running) this.#plan(entry, this.#clock());
    return this;
  }

  /** Removes a job and returns whether there was one. */
  remove(name) {
    const entry = this.#jobs.get(name);
    if (entry === undefined) return false;
    this.#clearTimer(entry.timer);
    return this.#jobs.delete(name);
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    for (const entry of this.#jobs.values()) this.#plan(entry, this.#clock());
  }

  stop() {
    this.#running = false;
    for (const entry of this.#jobs.values()) this.#clearTimer(entry.timer);
  }

  #plan(entry, after) {
    const due = next(entry.schedule, new Date(after));
    if (due !== null) this.#wait(entry, due);
  }

  #wait(entry, due) {
    const delay = due.getTime() - this.#clock();
    if (delay > LONGEST_DELAY_MS) {
      entry.timer = this.#setTimer(() => this.#wait(entry, due), LONGEST_DELAY_MS);
      return;
    }
    entry.timer = this.#setTimer(() => this.#fire(entry, due), Math.max(0, delay));
  }

  #fire(entry, due) {
    // Planned first, so that a job that throws doesn't end its own schedule; a job may also remove itself.
    this.#plan(entry, Math.max(due.getTime(), this.#clock()));
    entry.job(due);
  }
}
