import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batch, derived, effect, signal, until } from '../src/index.js';

describe('effects', () => {
  test('run at once and after every change', () => {
    const count = signal(1);
    const log = [];
    effect(() => {
      log.push(count.get());
    });
    count.set(2);
    count.set(2);
    count.set(3);
    assert.equal(log.join(), '1,2,3');
  });

  test('run once for a batch', () => {
    const a = signal(1);
    const b = signal(1);
    const sum = derived(() => a.get() + b.get());
    const log = [];
    effect(() => {
      log.push(sum.get());
    });
    const result = batch(() => {
      a.set(2);
      batch(() => b.set(2));
      log.push('end');
      return 'done';
    });
    assert.equal(result, 'done');
    assert.equal(log.join(), '2,end,4');
  });

  test('do not run if nothing has changed in the end', () => {
    const a = signal(1);
    const isPositive = derived(() => a.get() > 0);
    let runs = 0;
    effect(() => {
      runs += 1;
      isPositive.get();
    });
    a.set(5);
    assert.equal(runs, 1);
    a.set(-5);
    assert.equal(runs, 2);
  });

  test('may set signals', () => {
    const celsius = signal(0);
    const fahrenheit = signal(0);
    effect(() => fahrenheit.set(celsius.get() * 1.8 + 32));
    assert.equal(fahrenheit.get(), 32);
    celsius.set(100);
    assert.equal(fahrenheit.get(), 212);
  });
});

describe('stopping', () => {
  test('ends an effect', () => {
    const count = signal(1);
    const log = [];
    const stop = effect(() => {
      log.push(count.get());
    });
    stop();
    count.set(2);
    assert.equal(log.join(), '1');
  });

  test('cleans up before the next run and at the end, once', () => {
    const count = signal(1);
    const log = [];
    const stop = effect(() => {
      const value = count.get();
      log.push(value);
      return () => log.push(`-${value}`);
    });
    count.set(2);
    stop();
    stop();
    assert.equal(log.join(), '1,-1,2,-2');
  });

  test('an effect may stop another one that is queued, or itself', () => {
    const count = signal(1);
    const log = [];
    const stops = [];
    for (const name of ['a', 'b']) {
      stops.push(
        effect(() => {
          log.push(name + count.get());
          if (count.get() === 2) for (const stop of stops) stop();
          return () => log.push(`-${name}`);
        }),
      );
    }
    count.set(2);
    count.set(3);
    assert.equal(log.join(), 'a1,b1,-a,a2,-b,-a');
  });
});

describe('until', () => {
  test('waits for its condition', async () => {
    const count = signal(1);
    const waiting = until(() => count.get() === 3);
    count.set(2);
    count.set(3);
    await waiting;
    await until(() => count.get() === 3);
    assert.equal(count.get(), 3);
  });

  test('is rejected if its condition throws', async () => {
    const count = signal(1);
    const waiting = until(() => {
      if (count.get() === 2) throw new Error('two');
      return count.get() === 3;
    });
    count.set(2);
    await assert.rejects(waiting, /two/);
  });

  test('does not look at its condition any more afterwards', async () => {
    const count = signal(1);
    let looks = 0;
    const waiting = until(() => {
      looks += 1;
      if (count.get() === 2) throw new Error('two');
      return false;
    });
    count.set(2);
    await Promise.race([waiting.catch(() => {}), new Promise((resolve) => setImmediate(resolve))]);
    count.set(4);
    assert.equal(looks, 2);
  });
});
