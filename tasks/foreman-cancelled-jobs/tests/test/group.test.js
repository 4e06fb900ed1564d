import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addAll } from '../src/index.js';
import { createBench } from './bench.js';

describe('addAll', () => {
  test('counts how its jobs end', async () => {
    const { queue, succeed, fail } = createBench({ concurrency: 3 });
    const group = addAll(queue, ['a', 'b', 'c']);
    assert.equal(group.jobs.length, 3);
    assert.equal(group.progress(), 0);
    await succeed('a');
    await fail('b');
    assert.equal(group.progress().toFixed(2), '0.67');
    await succeed('c');
    const { done, failed } = await group.finished;
    assert.equal(done, 2);
    assert.equal(failed, 1);
  });

  test('passes options on', () => {
    const { queue } = createBench();
    queue.pause();
    const group = addAll(queue, [1, 2, 3], (item) => ({ priority: item * 10 }));
    assert.deepEqual(
      group.jobs.map(({ priority }) => priority),
      [10, 20, 30],
    );
  });

  test('items with the same key are one job', async () => {
    const { queue, succeed } = createBench();
    const group = addAll(queue, ['a', 'b'], () => ({ key: 'k' }));
    await succeed('a');
    assert.equal(group.progress(), 1);
    assert.equal((await group.finished).done, 1);
  });

  test('no items are finished at once', async () => {
    const { queue } = createBench();
    const group = addAll(queue, []);
    assert.equal((await group.finished).done, 0);
    assert.equal(group.progress(), 1);
  });

  test('a cancelled job is finished, too', async () => {
    const { queue, succeed, fail, valueOf } = createBench({ concurrency: 4 });
    const group = addAll(queue, ['a', 'b', 'c', 'd']);
    queue.cancel(group.jobs[1].id);
    assert.equal(group.progress(), 0.25);
    await succeed('a');
    await fail('d');
    await fail('b');
    assert.equal(group.progress(), 0.75);
    queue.cancel(group.jobs[2].id);
    const counts = await valueOf(group.finished);
    assert.deepEqual(counts, { done: 1, failed: 1, cancelled: 2 });
  });

  test('is finished after a clear', async () => {
    const { queue, valueOf } = createBench();
    queue.pause();
    const group = addAll(queue, ['a', 'b', 'c'], (item) => ({ delayMs: item === 'b' ? 100 : 0 }));
    queue.clear();
    const counts = await valueOf(group.finished);
    assert.equal(group.progress(), 1);
    assert.deepEqual(counts, { done: 0, failed: 0, cancelled: 3 });
  });
});
