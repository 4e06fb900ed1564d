import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Gate, Limiter, slidingWindow, tokenBucket } from '../src/index.js';

/** A gate whose time only moves by hand. `waits` are the lengths of its timers, `log` says what ran when. */
function open(policy) {
  const time = { now: 0 };
  const waits = [];
  const log = [];
  let timers = [];
  const limiter = new Limiter(policy, { clock: () => time.now });
  const gate = new Gate(limiter, 'api', {
    setTimer(callback, ms) {
      if (waits.push(ms) > 50) throw new Error('too many timers');
      timers.push({ at: time.now + ms, callback });
    },
  });
  const run = (name, cost) => gate.run(() => log.push(`${name}@${time.now}`), cost);
  const advance = (ms) => {
    const end = time.now + ms;
    for (let due = true; due; ) {
      timers.sort((a, b) => a.at - b.at);
      due = timers.length > 0 && timers[0].at <= end;
      if (!due) continue;
      const [timer, ...rest] = timers;
      timers = rest;
      time.now = timer.at;
      timer.callback();
    }
    time.now = end;
  };
  return { gate, run, advance, waits, log };
}

describe('Gate', () => {
  test('runs at once what is allowed', async () => {
    const { gate, waits } = open(slidingWindow('2/s'));
    assert.equal(await gate.run(() => 'x'), 'x');
    assert.equal(await gate.run(async () => 'y'), 'y');
    assert.equal(waits.length, 0);
    assert.equal(gate.length, 0);
  });

  test('first come, first served', () => {
    const { gate, run, advance, waits, log } = open(tokenBucket('1/s'));
    run('a');
    run('b');
    run('c');
    assert.equal(log.join(), 'a@0');
    assert.equal(gate.length, 2);
    advance(5000);
    assert.equal(log.join(), 'a@0,b@1000,c@2000');
    assert.equal(waits.join(), '1000,1000');
  });

  test('a small cost does not overtake a large one', () => {
    const { run, advance, log } = open(tokenBucket('3/3s'));
    run('a', 2);
    run('b', 3);
    run('c', 1);
    advance(10_000);
    assert.equal(log.join(), 'a@0,b@2000,c@3000');
  });

  test('hands on what the work throws', async () => {
    const { gate } = open(slidingWindow('2/s'));
    await assert.rejects(
      gate.run(() => {
        throw new Error('broken');
      }),
      /broken/,
    );
    await assert.rejects(
      gate.run(() => Promise.reject(new Error('late'))),
      /late/,
    );
  });

  test('refuses a cost that is never allowed', async () => {
    const { gate } = open(slidingWindow('2/s'));
    await assert.rejects(
      gate.run(() => 'x', 3),
      RangeError,
    );
    assert.equal(gate.length, 0);
  });
});
