import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cache, memoize } from '../src/index.js';

/** A function that counts its calls. */
function counted(fn) {
  const wrapped = (...args) => {
    wrapped.calls += 1;
    return fn(...args);
  };
  wrapped.calls = 0;
  return wrapped;
}

describe('memoize', () => {
  test('calls the function once a key', () => {
    const square = counted((x) => x * x);
    const quick = memoize(square);
    assert.equal(quick(3), 9);
    assert.equal(quick(3), 9);
    assert.equal(quick(4), 16);
    assert.equal(square.calls, 2);
  });

  test('remembers undefined', () => {
    const nothing = counted(() => undefined);
    const quick = memoize(nothing);
    quick('a');
    quick('a');
    assert.equal(nothing.calls, 1);
  });

  test('builds keys from all arguments if told so', () => {
    const add = counted((a, b) => a + b);
    const quick = memoize(add, { key: (a, b) => `${a},${b}` });
    assert.equal(quick(1, 2), 3);
    assert.equal(quick(1, 3), 4);
    assert.equal(add.calls, 2);
  });

  test('calls again when the result has expired', () => {
    const time = { now: 0 };
    const cache = new Cache({ ttl: 100, clock: () => time.now });
    const count = counted((x) => x);
    const quick = memoize(count, { cache });
    quick('a');
    time.now = 100;
    quick('a');
    assert.equal(count.calls, 2);
  });

  test('forgets a rejected promise', async () => {
    const load = counted(async () => {
      throw new Error('offline');
    });
    const quick = memoize(load);
    await assert.rejects(quick('a'), /offline/);
    await assert.rejects(quick('a'), /offline/);
    assert.equal(load.calls, 2);
  });

  test('shares a promise between callers', async () => {
    const load = counted(async (x) => `page ${x}`);
    const quick = memoize(load);
    const [first, second] = await Promise.all([quick(1), quick(1)]);
    assert.equal(first, 'page 1');
    assert.equal(second, 'page 1');
    assert.equal(load.calls, 1);
  });
});
