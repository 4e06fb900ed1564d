import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Limiter, tokenBucket } from '../src/index.js';

function open(rate, options) {
  const time = { now: 10_000 };
  return { time, limiter: new Limiter(tokenBucket(rate, options), { clock: () => time.now }) };
}

describe('token bucket', () => {
  test('starts full', () => {
    const { limiter } = open('10/s');
    assert.equal(limiter.consume('a', 10).allowed, true);
    assert.equal(limiter.consume('a').allowed, false);
  });

  test('units come back one by one', () => {
    const { time, limiter } = open('10/s');
    limiter.consume('a', 10);
    assert.equal(limiter.peek('a').retryAfterMs, 100);
    assert.equal(limiter.peek('a', 3).retryAfterMs, 300);
    time.now += 99;
    assert.equal(limiter.peek('a').allowed, false);
    time.now += 1;
    assert.equal(limiter.peek('a').remaining, 1);
    assert.equal(limiter.peek('a').resetMs, 900);
  });

  test('the promised wait is enough', () => {
    const { time, limiter } = open('3/s');
    limiter.consume('a', 3);
    const { retryAfterMs } = limiter.consume('a', 2);
    assert.equal(retryAfterMs, 667);
    time.now += retryAfterMs;
    assert.equal(limiter.consume('a', 2).allowed, true);
  });

  test('never holds more than its size', () => {
    const { time, limiter } = open('10/s', { burst: 4 });
    limiter.consume('a');
    time.now += 60_000;
    assert.equal(limiter.peek('a').remaining, 4);
    assert.equal(limiter.peek('a').limit, 4);
    assert.equal(limiter.peek('a', 5).retryAfterMs, Infinity);
  });
});
