import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Limiter, slidingWindow } from '../src/index.js';

/** A limiter on a clock that only moves by hand. */
function open(rate) {
  const time = { now: 10_000 };
  return { time, limiter: new Limiter(slidingWindow(rate), { clock: () => time.now }) };
}

describe('sliding window', () => {
  test('allows as many units as the rate names', () => {
    const { limiter } = open('3/s');
    assert.equal(limiter.consume('a').remaining, 2);
    assert.equal(limiter.consume('a').remaining, 1);
    assert.equal(limiter.consume('a').remaining, 0);
    const refused = limiter.consume('a');
    assert.equal(refused.allowed, false);
    assert.equal(refused.remaining, 0);
    assert.equal(refused.limit, 3);
  });

  test('says how long to wait', () => {
    const { time, limiter } = open('2/s');
    limiter.consume('a');
    time.now += 300;
    limiter.consume('a');
    assert.equal(limiter.consume('a').retryAfterMs, 700);
    time.now += 200;
    assert.equal(limiter.consume('a').retryAfterMs, 500);
    assert.equal(limiter.consume('a', 2).retryAfterMs, 800);
  });

  test('the promised wait is enough', () => {
    const { time, limiter } = open('1/s');
    limiter.consume('a');
    time.now += limiter.consume('a').retryAfterMs;
    assert.equal(limiter.consume('a').allowed, true);
  });

  test('units come back after their time', () => {
    const { time, limiter } = open('2/s');
    limiter.consume('a', 2);
    time.now += 1001;
    assert.equal(limiter.consume('a', 2).allowed, true);
  });

  test('spends all units of a call or none', () => {
    const { limiter } = open('5/s');
    limiter.consume('a', 3);
    assert.equal(limiter.consume('a', 3).allowed, false);
    assert.equal(limiter.consume('a', 2).allowed, true);
  });

  test('a cost beyond the limit never fits', () => {
    const { limiter } = open('5/s');
    assert.equal(limiter.peek('a', 6).retryAfterMs, Infinity);
    assert.equal(limiter.peek('a', 5).retryAfterMs, 0);
  });

  test('says when all units are back', () => {
    const { time, limiter } = open('5/s');
    assert.equal(limiter.peek('a').resetMs, 0);
    assert.equal(limiter.consume('a').resetMs, 1000);
    time.now += 400;
    assert.equal(limiter.peek('a').resetMs, 600);
    assert.equal(limiter.consume('a').resetMs, 1000);
  });
});
