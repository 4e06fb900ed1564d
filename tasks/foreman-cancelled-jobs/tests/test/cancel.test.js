import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBench } from './bench.js';

describe('cancelling a waiting job', () => {
  test('it is never started', async () => {
    const { queue, succeed, news, running } = createBench();
    queue.add('a');
    const job = queue.add('b');
    queue.add('c');
    assert.equal(queue.cancel(job.id), true);
    assert.equal(job.state, 'cancelled');
    await succeed('a');
    assert.equal(running(), 'c');
    assert.equal(news(), 'start a, cancelled b, done a, start c');
  });

  test('only an unfinished job can be cancelled', async () => {
    const { queue, succeed } = createBench();
    const a = queue.add('a');
    const b = queue.add('b');
    queue.cancel(b.id);
    await succeed('a');
    assert.equal(queue.cancel(a.id), false);
    assert.equal(queue.cancel(b.id), false);
    assert.equal(queue.cancel(99), false);
  });

  test('the others keep their order', async () => {
    const { queue, succeed, running } = createBench();
    queue.add('first');
    const priorities = [4, 3, 7, 6, 5, 9, 8];
    const jobs = priorities.map((priority) => queue.add(`p${priority}`, { priority }));
    queue.cancel(jobs[1].id);
    const order = [];
    await succeed('first');
    for (let step = 0; step < 6; step += 1) {
      order.push(running());
      await succeed(running());
    }
    assert.equal(order.join(), 'p9,p8,p7,p6,p5,p4');
  });

  test('its key is free', () => {
    const { queue } = createBench();
    queue.pause();
    const job = queue.add('a', { key: 'k' });
    queue.cancel(job.id);
    assert.equal(queue.add('b', { key: 'k' }).id, 2);
    assert.equal(queue.add('c', { key: 'k' }).id, 2);
  });

  test('the last one leaves an idle queue', async () => {
    const { queue, news, valueOf } = createBench();
    queue.pause();
    const a = queue.add('a');
    const b = queue.add('b');
    const waiting = queue.idle();
    queue.cancel(a.id);
    assert.equal(news(), 'cancelled a');
    assert.equal(await valueOf(waiting), 'pending');
    queue.cancel(b.id);
    assert.equal(news(), 'cancelled b, idle');
    assert.equal(await valueOf(waiting), undefined);
    assert.equal(queue.stats.cancelled, 2);
  });
});

describe('cancelling a delayed job', () => {
  test('it never comes back', async () => {
    const { queue, fail, advance, news } = createBench({ retries: 3, backoff: () => 100 });
    const job = queue.add('a');
    await fail('a');
    assert.equal(news(), 'start a, retry a');
    assert.equal(queue.cancel(job.id), true);
    await advance(1000);
    assert.equal(news(), 'cancelled a, idle');
    assert.equal(job.state, 'cancelled');
    assert.equal(job.attempts, 1);
    assert.deepEqual(queue.stats, { waiting: 0, delayed: 0, running: 0, done: 0, failed: 0, cancelled: 1 });
  });

  test('no timer is left', () => {
    const { queue, timers } = createBench();
    const job = queue.add('a', { delayMs: 100 });
    assert.equal(timers.size, 1);
    queue.cancel(job.id);
    assert.equal(timers.size, 0);
  });

  test('the timer is for the next one', async () => {
    const { queue, timers, advance, running } = createBench();
    const job = queue.add('a', { delayMs: 100 });
    queue.add('b', { delayMs: 300 });
    queue.cancel(job.id);
    const times = [...timers.values()].map(({ at }) => at);
    assert.deepEqual(times, [300]);
    await advance(300);
    assert.equal(running(), 'b');
  });

  test('its key is free', () => {
    const { queue } = createBench();
    const job = queue.add('a', { key: 'k', delayMs: 100 });
    queue.cancel(job.id);
    assert.equal(queue.add('b', { key: 'k', delayMs: 100 }).id, 2);
  });
});

describe('cancelling a running job', () => {
  test('its signal is aborted', () => {
    const { queue, signals } = createBench();
    const job = queue.add('a');
    assert.equal(signals.get('a').aborted, false);
    assert.equal(queue.cancel(job.id), true);
    assert.equal(job.state, 'cancelled');
    assert.equal(signals.get('a').aborted, true);
  });

  test('what its handler returns does not count', async () => {
    const { queue, succeed, news } = createBench();
    const job = queue.add('a');
    queue.cancel(job.id);
    await succeed('a', 42);
    assert.equal(job.state, 'cancelled');
    assert.equal(job.result, undefined);
    assert.equal(news(), 'start a, cancelled a, idle');
    assert.deepEqual(queue.stats, { waiting: 0, delayed: 0, running: 0, done: 0, failed: 0, cancelled: 1 });
  });

  test('what its handler throws does not count', async () => {
    const { queue, fail, advance, news, timers } = createBench({ retries: 1, backoff: () => 100 });
    const job = queue.add('a');
    queue.cancel(job.id);
    await fail('a');
    assert.equal(timers.size, 0);
    await advance(1000);
    assert.equal(job.error, undefined);
    assert.equal(job.attempts, 1);
    assert.equal(news(), 'start a, cancelled a, idle');
  });

  test('its handler takes up its place until it settles', async () => {
    const { queue, fail, running, news } = createBench({ concurrency: 2 });
    const job = queue.add('a');
    queue.add('b');
    queue.add('c');
    queue.cancel(job.id);
    queue.add('d');
    assert.equal(running(), 'a,b');
    assert.deepEqual(queue.stats, { waiting: 2, delayed: 0, running: 1, done: 0, failed: 0, cancelled: 1 });
    await fail('a');
    assert.equal(running(), 'b,c');
    assert.equal(news(), 'start a, start b, cancelled a, start c');
  });

  test('the queue is not idle before its handler has settled', async () => {
    const { queue, succeed, news, valueOf } = createBench();
    const job = queue.add('a');
    queue.cancel(job.id);
    const waiting = queue.idle();
    assert.equal(await valueOf(waiting), 'pending');
    assert.equal(news(), 'start a, cancelled a');
    await succeed('a');
    assert.equal(await valueOf(waiting), undefined);
    assert.equal(news(), 'idle');
  });

  test('its key is free although its handler is not', async () => {
    const { queue, succeed, running } = createBench();
    const first = queue.add('a', { key: 'k' });
    queue.cancel(first.id);
    const second = queue.add('b', { key: 'k' });
    assert.equal(second.id, 2);
    assert.equal(running(), 'a');
    await succeed('a');
    assert.equal(running(), 'b');
    assert.equal(queue.add('c', { key: 'k' }).id, 2);
    await succeed('b');
    assert.equal(second.state, 'done');
  });

  test('in its second attempt', async () => {
    const { queue, fail, succeed, advance, signals, news } = createBench({ retries: 1 });
    const job = queue.add('a');
    const firstSignal = signals.get('a');
    await fail('a');
    await advance(0);
    queue.cancel(job.id);
    assert.equal(firstSignal.aborted, false);
    assert.equal(signals.get('a').aborted, true);
    await succeed('a');
    assert.equal(news(), 'start a, retry a, start a, cancelled a, idle');
  });
});

describe('listeners', () => {
  test('may add a job with the same key', async () => {
    const { queue, succeed, news, running } = createBench();
    queue.on('cancelled', (job) => {
      if (job.data === 'a') queue.add('again', { key: job.key });
    });
    const job = queue.add('a', { key: 'k' });
    queue.cancel(job.id);
    assert.deepEqual(queue.stats, { waiting: 1, delayed: 0, running: 0, done: 0, failed: 0, cancelled: 1 });
    await succeed('a');
    assert.equal(running(), 'again');
    assert.equal(news(), 'start a, cancelled a, start again');
  });

  test('see the state and the numbers as they are', () => {
    const { queue, signals } = createBench();
    const seen = [];
    queue.on('cancelled', ({ data, state }) => {
      seen.push(`${state} ${queue.stats.running} ${queue.stats.cancelled} ${signals.get(data).aborted}`);
    });
    queue.cancel(queue.add('a').id);
    assert.deepEqual(seen, ['cancelled 0 1 true']);
  });

  test('may cancel a job that is just starting', async () => {
    const { queue, running, news } = createBench();
    queue.on('start', (job) => {
      if (job.data === 'a') queue.cancel(job.id);
    });
    queue.add('a');
    assert.equal(running(), '');
    assert.equal(news(), 'start a, cancelled a, idle');
    queue.add('b');
    assert.equal(running(), 'b');
  });

  test('idle comes last, and once', () => {
    const { queue, log } = createBench();
    queue.pause();
    const jobs = ['a', 'b', 'c'].map((data) => queue.add(data));
    queue.on('cancelled', () => {
      for (const { id } of jobs) queue.cancel(id);
    });
    queue.on('cancelled', ({ data }) => log.push(`late ${data}`));
    queue.cancel(1);
    assert.equal(log.length, 7);
    assert.equal(log.indexOf('idle'), 6);
  });

  test('the promises of idle() are kept once, all of them', async () => {
    const { queue, valueOf } = createBench();
    queue.pause();
    const first = queue.add('a');
    const both = Promise.all([queue.idle(), queue.idle()]);
    queue.cancel(first.id);
    assert.deepEqual(await valueOf(both), [undefined, undefined]);
    queue.add('b');
    assert.equal(await valueOf(queue.idle()), 'pending');
  });

  test('an idle listener may add and cancel', () => {
    const { queue, news } = createBench();
    queue.pause();
    let rounds = 0;
    queue.on('idle', () => {
      rounds += 1;
      if (rounds < 3) queue.cancel(queue.add(`r${rounds}`).id);
    });
    queue.cancel(queue.add('a').id);
    assert.equal(rounds, 3);
    assert.equal(news(), 'cancelled a, idle, cancelled r1, idle, cancelled r2, idle');
  });
});

describe('clear', () => {
  test('cancels whatever is not running', async () => {
    const { queue, succeed, advance, news, timers, running } = createBench();
    for (const data of ['a', 'b', 'c']) queue.add(data);
    queue.add('d', { delayMs: 100 });
    assert.equal(queue.clear(), 3);
    assert.equal(timers.size, 0);
    assert.equal(news(), 'start a, cancelled b, cancelled c, cancelled d');
    assert.deepEqual(queue.stats, { waiting: 0, delayed: 0, running: 1, done: 0, failed: 0, cancelled: 3 });
    await advance(1000);
    assert.equal(running(), 'a');
    await succeed('a');
    assert.equal(news(), 'done a, idle');
  });

  test('frees keys', () => {
    const { queue } = createBench();
    queue.pause();
    queue.add('a', { key: 'k' });
    queue.add('b', { key: 'l', delayMs: 100 });
    queue.clear();
    assert.equal(queue.add('c', { key: 'k' }).id, 3);
    assert.equal(queue.add('d', { key: 'l' }).id, 4);
    assert.equal(queue.cancel(1), false);
    assert.equal(queue.stats.cancelled, 2);
  });

  test('may leave an idle queue', async () => {
    const { queue, news, valueOf } = createBench();
    queue.pause();
    queue.add('a');
    queue.add('b', { delayMs: 100 });
    const waiting = queue.idle();
    queue.clear();
    assert.equal(await valueOf(waiting), undefined);
    assert.equal(news(), 'cancelled a, cancelled b, idle');
    assert.equal(queue.clear(), 0);
    queue.resume();
    assert.equal(news(), '');
    assert.equal(await valueOf(queue.idle()), undefined);
  });
});
