import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cache, dump, load } from '../src/index.js';

/** A clock that only moves by hand. Caches that share it live on the same machine. */
function createTime() {
  const time = { now: 5000, clock: () => time.now };
  return time;
}

/** What a restart does to a dump. */
const throughJson = (data) => JSON.parse(JSON.stringify(data));

describe('dump and load', () => {
  test('bring entries back', () => {
    const { clock } = createTime();
    const before = new Cache({ clock }).set('a', 1).set('b', { deep: true });
    const after = new Cache({ clock });
    assert.equal(load(after, throughJson(dump(before))), 2);
    assert.equal(after.get('a'), 1);
    assert.equal(after.get('b').deep, true);
  });

  test('keep the order of use', () => {
    const { clock } = createTime();
    const before = new Cache({ clock }).set('a', 1).set('b', 2).set('c', 3);
    before.get('a');
    const after = new Cache({ clock });
    load(after, throughJson(dump(before)));
    assert.equal([...after.keys()].join(), 'b,c,a');
  });

  test('a smaller cache keeps the most recently used entries', () => {
    const { clock } = createTime();
    const before = new Cache({ clock }).set('a', 1).set('b', 2).set('c', 3);
    const after = new Cache({ clock, max: 2 });
    load(after, throughJson(dump(before)));
    assert.equal([...after.keys()].join(), 'b,c');
    assert.equal(after.stats.evictions, 0);
  });

  test('an entry without limit keeps none, whatever the default of the new cache', () => {
    const time = createTime();
    const before = new Cache({ clock: time.clock }).set('a', 1);
    const after = new Cache({ clock: time.clock, ttl: 100 });
    load(after, throughJson(dump(before)));
    time.now += 1_000_000;
    assert.equal(after.get('a'), 1);
  });

  test('a fresh entry keeps its lifetime', () => {
    const time = createTime();
    const before = new Cache({ clock: time.clock, ttl: 100 }).set('a', 1);
    const after = new Cache({ clock: time.clock });
    load(after, throughJson(dump(before)));
    time.now += 99;
    assert.equal(after.peek('a'), 1);
    time.now += 1;
    assert.equal(after.peek('a'), undefined);
  });

  test('emit no events', () => {
    const { clock } = createTime();
    const before = new Cache({ clock }).set('a', 1);
    const after = new Cache({ clock });
    let events = 0;
    for (const type of ['set', 'update', 'delete', 'evict', 'expire']) {
      after.on(type, () => {
        events += 1;
      });
    }
    load(after, dump(before));
    load(after, dump(before));
    assert.equal(events, 0);
    assert.equal(after.size, 1);
  });

  test('add to what is there', () => {
    const { clock } = createTime();
    const after = new Cache({ clock }).set('x', 0).set('a', 0);
    load(after, dump(new Cache({ clock }).set('a', 1)));
    assert.deepEqual([...after], [['x', 0], ['a', 1]]);
  });
});

describe('other data', () => {
  test('a dump of release 2.0 starts every lifetime at the load', () => {
    const time = createTime();
    const cache = new Cache({ clock: time.clock });
    const data = {
      format: 'tidepool',
      version: 1,
      entries: [
        { key: 'a', value: 1, ttl: 100 },
        { key: 'b', value: 2 },
      ],
    };
    assert.equal(load(cache, data), 2);
    time.now += 99;
    assert.equal(cache.peek('a'), 1);
    time.now += 1;
    assert.equal(cache.peek('a'), undefined);
    assert.equal(cache.peek('b'), 2);
  });

  test('what is no dump is refused', () => {
    assert.throws(() => load(new Cache(), null), /not a tidepool dump/);
    assert.throws(() => load(new Cache(), { entries: [] }), /not a tidepool dump/);
    assert.throws(() => load(new Cache(), { format: 'tidepool', version: 99, entries: [] }), /version 99 is newer/);
  });
});
