import { Delays } from './delays.js';
import { Events } from './events.js';
import { Heap } from './heap.js';
import { comesBefore, createJob } from './job.js';

/** Runs jobs. See the README for methods and events, and docs/states.md for what always holds. */
export class Queue {
  #waiting = new Heap(comesBefore);
  #jobs = new Map();
  #keys = new Map();
  #events = new Events();
  #stats = { waiting: 0, delayed: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  #idleCalls = [];
  #lastId = 0;
  #isPaused = false;
  #controllers = new Map();
  #delayed;
  #handler;
  #concurrency;
  #retries;
  #backoff;

  constructor(handler, options = {}) {
    const { concurrency = 1, retries = 0, backoff = () => 0 } = options;
    const { clock = Date.now, setTimer = setTimeout, clearTimer = clearTimeout } = options;
    this.#handler = handler;
    this.#concurrency = concurrency;
    this.#retries = retries;
    this.#backoff = backoff;
    this.#delayed = new Delays((jobs) => this.#resumeJobs(jobs), { clock, setTimer, clearTimer });
  }

  get stats() {
    return { ...this.#stats };
  }

  on(type, listener) {
    return this.#events.on(type, listener);
  }

  add(data, { priority, key, delayMs = 0 } = {}) {
    if (key !== undefined && this.#keys.has(key)) return this.#keys.get(key);
    this.#lastId += 1;
    const job = createJob(this.#lastId, data, { priority, key });
    this.#jobs.set(job.id, job);
    if (key !== undefined) this.#keys.set(key, job);
    if (delayMs > 0) this.#delay(job, delayMs);
    else this.#enqueue(job);
    this.#advance();
    return job;
  }

  cancel(id) {
    const job = this.#jobs.get(id);
    if (job === undefined) return false;
    if (job.state === 'waiting') this.#waiting.remove(job);
    this.#controllers.get(id)?.abort();
    this.#jobs.delete(id);
    this.#move(job, 'cancelled');
    this.#events.emit('cancelled', job);
    return true;
  }

  clear() {
    const jobs = [...this.#jobs.values()].filter(({ state }) => state !== 'running');
    this.#waiting = new Heap(comesBefore);
    this.#delayed.clear();
    for (const job of jobs) this.#move(job, 'cancelled');
    return jobs.length;
  }

  pause() {
    this.#isPaused = true;
  }

  resume() {
    this.#isPaused = false;
    this.#advance();
  }

  idle() {
    return this.#jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idleCalls.push(resolve));
  }

  #advance() {
    while (!this.#isPaused && this.#stats.running < this.#concurrency && this.#waiting.size > 0) {
      this.#start(this.#waiting.pop());
    }
  }

  #start(job) {
    const controller = new AbortController();
    this.#controllers.set(job.id, controller);
    job.attempts += 1;
    this.#move(job, 'running');
    this.#events.emit('start', job);
    this.#run(job, controller.signal);
  }

  async #run(job, signal) {
    let finish;
    try {
      const result = await this.#handler(job.data, { id: job.id, attempt: job.attempts, signal });
      finish = () => this.#finish(job, 'done', { result });
    } catch (error) {
      finish = () => this.#fail(job, error);
    }
    this.#controllers.delete(job.id);
    finish();
    this.#advance();
    if (this.#jobs.size === 0) this.#becomeIdle();
  }

  #becomeIdle() {
    for (const resolve of this.#idleCalls.splice(0)) resolve();
    this.#events.emit('idle');
  }

  #fail(job, error) {
    job.error = error;
    if (job.attempts > this.#retries) {
      this.#finish(job, 'failed');
      return;
    }
    this.#delay(job, this.#backoff(job.attempts));
    this.#events.emit('retry', job);
  }

  #finish(job, state, details = {}) {
    this.#move(job, state);
    Object.assign(job, details);
    this.#jobs.delete(job.id);
    this.#keys.delete(job.key);
    this.#events.emit(state, job);
  }

  #delay(job, delayMs) {
    this.#move(job, 'delayed');
    this.#delayed.add(job, delayMs);
  }

  #enqueue(job) {
    this.#move(job, 'waiting');
    this.#waiting.push(job);
  }

  #resumeJobs(jobs) {
    for (const job of jobs) this.#enqueue(job);
    this.#advance();
  }

  #move(job, state) {
    if (job.state !== null) this.#stats[job.state] -= 1;
    job.state = state;
    this.#stats[state] += 1;
  }
}
