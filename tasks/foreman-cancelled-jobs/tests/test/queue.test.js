import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBench } from './bench.js';

describe('order', () => {
  test('by priority, then by age', async () => {
    const { queue, succeed, running } = createBench();
    queue.add('a');
    queue.add('b');
    queue.add('c', { priority: 5 });
    queue.add('d', { priority: 5 });
    const order = [];
    for (let step = 0; step < 4; step += 1) {
      order.push(running());
      await succeed(running());
    }
    assert.equal(order.join(), 'a,c,d,b');
  });

  test('as many at a time as allowed', async () => {
    const { queue, succeed, running } = createBench({ concurrency: 2 });
    for (const data of ['a', 'b', 'c', 'd']) queue.add(data);
    assert.equal(running(), 'a,b');
    await succeed('b');
    assert.equal(running(), 'a,c');
  });

  test('a paused queue starts nothing', async () => {
    const { queue, running } = createBench();
    queue.pause();
    queue.add('a');
    assert.equal(running(), '');
    assert.equal(queue.stats.waiting, 1);
    queue.resume();
    assert.equal(running(), 'a');
  });

  test('delayed jobs wait for their time', async () => {
    const { queue, advance, running, timers } = createBench();
    queue.add('a', { delayMs: 100 });
    queue.add('b', { delayMs: 50 });
    assert.equal(timers.size, 1);
    await advance(49);
    assert.equal(running(), '');
    await advance(1);
    assert.equal(running(), 'b');
    assert.equal(queue.stats.delayed, 1);
    await advance(50);
    assert.equal(queue.stats.waiting, 1);
    assert.equal(timers.size, 0);
  });
});

describe('outcomes', () => {
  test('a job that is done', async () => {
    const { queue, succeed, news } = createBench();
    const job = queue.add('a');
    assert.equal(job.state, 'running');
    await succeed('a', 42);
    assert.equal(job.state, 'done');
    assert.equal(job.result, 42);
    assert.equal(news(), 'start a, done a, idle');
  });

  test('a job that fails', async () => {
    const { queue, fail, news } = createBench();
    const job = queue.add('a');
    await fail('a');
    assert.equal(job.state, 'failed');
    assert.equal(job.error.message, 'a failed');
    assert.equal(news(), 'start a, failed a, idle');
  });

  test('retries, with growing delays', async () => {
    const { queue, fail, succeed, advance, news } = createBench({ retries: 2, backoff: (attempt) => attempt * 100 });
    const job = queue.add('a');
    await fail('a');
    assert.equal(job.state, 'delayed');
    await advance(100);
    await fail('a');
    await advance(199);
    assert.equal(job.attempts, 2);
    await advance(1);
    assert.equal(job.attempts, 3);
    await succeed('a', 'ok');
    assert.equal(job.result, 'ok');
    assert.equal(news(), 'start a, retry a, start a, retry a, start a, done a, idle');
  });

  test('gives up after the last retry', async () => {
    const { queue, fail, advance, news } = createBench({ retries: 1 });
    queue.add('a');
    await fail('a');
    await advance(0);
    await fail('a');
    assert.equal(queue.stats.failed, 1);
    assert.equal(news(), 'start a, retry a, start a, failed a, idle');
  });

  test('a retry takes its old place', async () => {
    const { queue, fail, succeed, advance, running } = createBench({ retries: 1, backoff: () => 10 });
    queue.add('a');
    queue.add('b');
    queue.add('c');
    await fail('a');
    assert.equal(running(), 'b');
    await advance(10);
    await succeed('b');
    assert.equal(running(), 'a');
  });
});

describe('keys', () => {
  test('an unfinished job is not added again', async () => {
    const { queue, succeed } = createBench();
    const first = queue.add('a', { key: 'k' });
    assert.equal(queue.add('b', { key: 'k' }).id, 1);
    assert.equal(queue.add('c', { key: 'other' }).id, 2);
    await succeed('a');
    assert.equal(first.state, 'done');
    assert.equal(queue.add('d', { key: 'k' }).id, 3);
  });
});

describe('idle', () => {
  test('is resolved when everything is done', async () => {
    const { queue, succeed } = createBench();
    await queue.idle();
    queue.add('a');
    queue.add('b');
    let isIdle = false;
    const waiting = queue.idle().then(() => {
      isIdle = true;
    });
    await succeed('a');
    assert.equal(isIdle, false);
    await succeed('b');
    await waiting;
    assert.equal(isIdle, true);
  });
});
