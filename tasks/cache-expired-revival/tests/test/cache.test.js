import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cache } from '../src/index.js';

/** A cache on a clock that only moves by hand, and a log of its events. */
function open(options = {}) {
  const time = { now: 1000 };
  const cache = new Cache({ ...options, clock: () => time.now });
  const log = [];
  for (const type of ['set', 'update', 'delete', 'evict', 'expire']) {
    cache.on(type, (event) => log.push(`${type} ${event.key}=${event.value}`));
  }
  return { cache, time, log };
}

describe('values', () => {
  test('get returns what was set', () => {
    const { cache } = open();
    assert.equal(cache.set('a', 1).get('a'), 1);
    assert.equal(cache.get('b'), undefined);
    assert.equal(cache.size, 1);
  });

  test('keys may be of any type', () => {
    const { cache } = open();
    const key = {};
    cache.set(key, 'object').set(1, 'number').set('1', 'string');
    assert.equal(cache.get(key), 'object');
    assert.equal(cache.get(1), 'number');
    assert.equal(cache.get('1'), 'string');
  });

  test('undefined can be stored', () => {
    const { cache } = open();
    cache.set('a', undefined);
    assert.equal(cache.has('a'), true);
    assert.equal(cache.size, 1);
  });

  test('delete says whether there was an entry', () => {
    const { cache, log } = open();
    cache.set('a', 1);
    assert.equal(cache.delete('a'), true);
    assert.equal(cache.delete('a'), false);
    assert.equal(log.join(), 'set a=1,delete a=1');
  });

  test('clear drops everything without events', () => {
    const { cache, log } = open();
    cache.set('a', 1).set('b', 2).clear();
    assert.equal(cache.size, 0);
    assert.equal(log.join(), 'set a=1,set b=2');
  });
});

describe('order', () => {
  test('evicts the least recently used entry', () => {
    const { cache, log } = open({ max: 2 });
    cache.set('a', 1).set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    assert.equal([...cache.keys()].join(), 'a,c');
    assert.equal(log.at(-1), 'evict b=2');
    assert.equal(cache.stats.evictions, 1);
  });

  test('peek and has leave the order alone', () => {
    const { cache } = open({ max: 2 });
    cache.set('a', 1).set('b', 2);
    cache.peek('a');
    cache.has('a');
    cache.set('c', 3);
    assert.equal([...cache.keys()].join(), 'b,c');
  });

  test('replacing a value makes it the most recent', () => {
    const { cache, log } = open();
    cache.set('a', 1).set('b', 2).set('a', 3);
    assert.deepEqual([...cache], [['b', 2], ['a', 3]]);
    assert.equal(log.at(-1), 'update a=3');
  });

  test('refuses a maximum below one', () => {
    assert.throws(() => new Cache({ max: 0 }), RangeError);
  });
});

describe('expiry', () => {
  test('an entry lives for its ttl', () => {
    const { cache, time, log } = open({ ttl: 100 });
    cache.set('a', 1);
    time.now += 99;
    assert.equal(cache.get('a'), 1);
    time.now += 1;
    assert.equal(cache.get('a'), undefined);
    assert.equal(log.at(-1), 'expire a=1');
    assert.equal(cache.size, 0);
  });

  test('an entry may have a ttl of its own', () => {
    const { cache, time } = open({ ttl: 100 });
    cache.set('short', 1, { ttl: 10 }).set('forever', 2, { ttl: 0 });
    time.now += 10;
    assert.equal(cache.has('short'), false);
    time.now += 1_000_000;
    assert.equal(cache.get('forever'), 2);
  });

  test('get renews a sliding entry, peek and has do not', () => {
    const { cache, time } = open({ ttl: 100, sliding: true });
    cache.set('a', 1);
    time.now += 60;
    assert.equal(cache.get('a'), 1);
    time.now += 60;
    assert.equal(cache.peek('a'), 1);
    assert.equal(cache.has('a'), true);
    time.now += 40;
    assert.equal(cache.peek('a'), undefined);
  });

  test('size counts what is in memory until it is collected', () => {
    const { cache, time } = open({ ttl: 100 });
    cache.set('a', 1).set('b', 2, { ttl: 500 });
    time.now += 100;
    assert.equal(cache.size, 2);
    assert.equal(cache.purge(), 1);
    assert.equal(cache.size, 1);
    assert.equal(cache.purge(), 0);
  });

  test('counts hits, misses and expirations', () => {
    const { cache, time } = open({ ttl: 100 });
    cache.set('a', 1);
    cache.get('a');
    cache.get('b');
    time.now += 100;
    cache.get('a');
    assert.deepEqual(cache.stats, { hits: 1, misses: 2, evictions: 0, expirations: 1 });
  });

  test('replacing a live entry starts its lifetime anew', () => {
    const { cache, time } = open({ ttl: 100 });
    cache.set('a', 1);
    time.now += 60;
    cache.set('a', 2);
    time.now += 60;
    assert.equal(cache.get('a'), 2);
    assert.equal(cache.stats.expirations, 0);
  });

  test('an expired entry is not listed', () => {
    const { cache, time } = open({ ttl: 100 });
    cache.set('a', 1).set('b', 2, { ttl: 500 }).set('c', 3);
    time.now += 99;
    assert.equal([...cache.keys()].join(), 'a,b,c');
    time.now += 1;
    assert.equal([...cache.keys()].join(), 'b');
    assert.deepEqual([...cache.entries()], [['b', 2]]);
    assert.deepEqual([...cache], [['b', 2]]);
  });

  test('listing has no side effects', () => {
    const { cache, time, log } = open({ ttl: 100, sliding: true });
    cache.set('a', 1).set('b', 2, { ttl: 500 });
    time.now += 100;
    assert.equal([...cache.keys(), ...cache.entries()].length, 2);
    assert.equal(cache.size, 2);
    assert.equal(log.length, 2);
    assert.equal(cache.stats.expirations, 0);
    assert.equal(cache.purge(), 1);
  });

  test('setting an expired key collects the old entry and adds a new one', () => {
    const { cache, time, log } = open({ ttl: 100 });
    cache.set('a', 1);
    time.now += 100;
    cache.set('a', 2);
    assert.equal(log.join(), 'set a=1,expire a=1,set a=2');
    assert.equal(cache.stats.expirations, 1);
    assert.equal(cache.get('a'), 2);
    assert.equal(cache.size, 1);
  });

  test('setting an expired key evicts nobody', () => {
    const { cache, time, log } = open({ max: 2 });
    cache.set('a', 1, { ttl: 100 }).set('b', 2);
    time.now += 100;
    cache.set('a', 3);
    assert.equal([...cache.keys()].join(), 'b,a');
    assert.equal(cache.stats.evictions, 0);
    assert.equal(log.at(-1), 'set a=3');
  });

  test('deleting an expired key collects it and finds nothing', () => {
    const { cache, time, log } = open({ ttl: 100 });
    cache.set('a', 1);
    time.now += 100;
    assert.equal(cache.delete('a'), false);
    assert.equal(log.join(), 'set a=1,expire a=1');
    assert.equal(cache.stats.expirations, 1);
    assert.equal(cache.size, 0);
  });

  test('an entry is collected once', () => {
    const { cache, time, log } = open({ ttl: 100 });
    cache.set('a', 1);
    time.now += 100;
    cache.get('a');
    cache.set('a', 2);
    assert.equal(log.join(), 'set a=1,expire a=1,set a=2');
    assert.equal(cache.stats.expirations, 1);
  });

  test('refuses a ttl that is no duration', () => {
    const { cache } = open();
    assert.throws(() => cache.set('a', 1, { ttl: -1 }), RangeError);
    assert.throws(() => cache.set('a', 1, { ttl: '5' }), RangeError);
    assert.equal(cache.size, 0);
  });
});

describe('events', () => {
  test('update carries the previous value', () => {
    const { cache } = open();
    let previous;
    cache.on('update', (event) => {
      previous = event.previous;
    });
    cache.set('a', 'old').set('a', 'new');
    assert.equal(previous, 'old');
  });

  test('a listener can be removed', () => {
    const { cache } = open();
    let calls = 0;
    const off = cache.on('set', () => {
      calls += 1;
    });
    cache.set('a', 1);
    off();
    cache.set('b', 2);
    assert.equal(calls, 1);
  });
});
