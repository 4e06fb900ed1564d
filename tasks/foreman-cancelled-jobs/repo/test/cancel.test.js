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
});

describe('clear', () => {
  test('counts what it cancels', async () => {
    const { queue, succeed, running } = createBench();
    for (const data of ['a', 'b', 'c']) queue.add(data);
    assert.equal(queue.clear(), 2);
    assert.equal(queue.stats.waiting, 0);
    await succeed('a');
    assert.equal(running(), '');
  });
});
