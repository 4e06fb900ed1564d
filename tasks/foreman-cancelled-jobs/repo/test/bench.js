import { Queue } from '../src/index.js';

/**
 * A queue with a clock that only moves by hand, and handlers that end when they are told to.
 * `log` has its events; `open` the handlers that have not settled, by the data of their jobs.
 */
export function createBench(options = {}) {
  const time = { now: 0 };
  const timers = new Map();
  const log = [];
  const open = new Map();
  const signals = new Map();
  let lastTimer = 0;

  const handler = (data, { signal }) => {
    signals.set(data, signal);
    return new Promise((resolve, reject) => open.set(data, { resolve, reject }));
  };
  const queue = new Queue(handler, {
    ...options,
    clock: () => time.now,
    setTimer(callback, ms) {
      lastTimer += 1;
      timers.set(lastTimer, { at: time.now + ms, callback });
      return lastTimer;
    },
    clearTimer: (timer) => timers.delete(timer),
  });
  for (const type of ['start', 'retry', 'done', 'failed', 'cancelled']) {
    queue.on(type, (job) => log.push(`${type} ${job.data}`));
  }
  queue.on('idle', () => log.push('idle'));

  /** Lets everything happen that is not waiting for a timer. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  function end(data, how, value) {
    const handlers = open.get(data);
    open.delete(data);
    handlers[how](value);
    return settle();
  }

  async function advance(ms) {
    const until = time.now + ms;
    for (;;) {
      const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined) break;
      const [timer, { at, callback }] = next;
      timers.delete(timer);
      time.now = at;
      callback();
      await settle();
    }
    time.now = until;
  }

  return {
    queue,
    log,
    timers,
    signals,
    advance,
    succeed: (data, result) => end(data, 'resolve', result),
    fail: (data) => end(data, 'reject', new Error(`${data} failed`)),
    /** The data of the jobs whose handlers have not settled. */
    running: () => [...open.keys()].join(),
    /** The log since the last call. */
    news: () => log.splice(0).join(', '),
  };
}
