import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { headersFor, Limiter, parseRate, slidingWindow } from '../src/index.js';

function open(rate) {
  const time = { now: 10_000 };
  return { time, limiter: new Limiter(slidingWindow(rate), { clock: () => time.now }) };
}

describe('Limiter', () => {
  test('keeps keys apart', () => {
    const { limiter } = open('1/s');
    assert.equal(limiter.consume('a').allowed, true);
    assert.equal(limiter.consume('b').allowed, true);
    assert.equal(limiter.consume('a').allowed, false);
    assert.equal(limiter.size, 2);
  });

  test('peek spends nothing', () => {
    const { limiter } = open('1/s');
    assert.equal(limiter.peek('a').allowed, true);
    assert.equal(limiter.peek('a').allowed, true);
    assert.equal(limiter.size, 0);
  });

  test('reset forgets a key', () => {
    const { limiter } = open('1/s');
    limiter.consume('a');
    limiter.reset('a');
    assert.equal(limiter.consume('a').allowed, true);
  });

  test('sweep forgets the keys that are full again', () => {
    const { time, limiter } = open('1/s');
    limiter.consume('a');
    time.now += 600;
    limiter.consume('b');
    time.now += 600;
    assert.equal(limiter.sweep(), 1);
    assert.equal(limiter.size, 1);
    assert.equal(limiter.peek('b').allowed, false);
  });

  test('sweep forgets a key at the moment when its last unit is back', () => {
    const { time, limiter } = open('2/s');
    limiter.consume('a');
    time.now += 999;
    assert.equal(limiter.sweep(), 0);
    time.now += 1;
    assert.equal(limiter.sweep(), 1);
    assert.equal(limiter.size, 0);
  });

  test('refuses what is no cost', () => {
    const { limiter } = open('1/s');
    assert.throws(() => limiter.consume('a', 0), RangeError);
    assert.throws(() => limiter.consume('a', 1.5), RangeError);
  });
});

describe('headersFor', () => {
  test('an allowed call', () => {
    const { limiter } = open('3/1500ms');
    assert.deepEqual(headersFor(limiter.consume('a')), {
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': '2',
    });
  });

  test('a refused call', () => {
    const { time, limiter } = open('1/3s');
    limiter.consume('a');
    time.now += 1800;
    assert.equal(headersFor(limiter.consume('a'))['retry-after'], '2');
    assert.equal(headersFor(limiter.consume('a', 2))['retry-after'], undefined);
  });

  test('all units are back when the reset says so', () => {
    const { time, limiter } = open('3/2s');
    limiter.consume('a', 3);
    assert.equal(headersFor(limiter.peek('a'))['retry-after'], '2');
    time.now += 2000;
    assert.deepEqual(headersFor(limiter.peek('a')), {
      'ratelimit-limit': '3',
      'ratelimit-remaining': '3',
      'ratelimit-reset': '0',
    });
  });
});

describe('parseRate', () => {
  test('reads units and multiples', () => {
    assert.deepEqual(parseRate('5/s'), { limit: 5, perMs: 1000 });
    assert.deepEqual(parseRate('100/15m'), { limit: 100, perMs: 900000 });
    assert.deepEqual(parseRate('1/250ms'), { limit: 1, perMs: 250 });
  });

  test('refuses anything else', () => {
    for (const text of ['5', '5/', '/s', '0/s', '5/0s', '5/w', '-1/s', '5/s ']) {
      assert.throws(() => parseRate(text), TypeError, text);
    }
  });
});
