import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CycleError, derived, signal, untracked } from '../src/index.js';

/** A derived value that counts its computations. */
function counted(compute, options) {
  const counter = { runs: 0 };
  const value = derived(() => {
    counter.runs += 1;
    return compute();
  }, options);
  return { value, counter };
}

describe('signals', () => {
  test('hold a value', () => {
    const count = signal(1);
    assert.equal(count.get(), 1);
    count.set(2);
    assert.equal(count.peek(), 2);
    count.update((value) => value + 5);
    assert.equal(count.get(), 7);
  });
});

describe('derived values', () => {
  test('are computed when somebody asks, and once', () => {
    const count = signal(1);
    const { value, counter } = counted(() => count.get() * 2);
    assert.equal(counter.runs, 0);
    assert.equal(value.get(), 2);
    assert.equal(value.get(), 2);
    assert.equal(counter.runs, 1);
    count.set(5);
    assert.equal(counter.runs, 1);
    assert.equal(value.get(), 10);
    assert.equal(counter.runs, 2);
  });

  test('stay as they are if their sources do', () => {
    const count = signal(1);
    const isOdd = derived(() => count.get() % 2 === 1);
    const { value, counter } = counted(() => (isOdd.get() ? 'odd' : 'even'));
    assert.equal(value.get(), 'odd');
    count.set(3);
    assert.equal(value.get(), 'odd');
    assert.equal(counter.runs, 1);
    count.set(4);
    assert.equal(value.get(), 'even');
  });

  test('depend on what their last run has read', () => {
    const useA = signal(true);
    const a = signal('a');
    const b = signal('b');
    const { value, counter } = counted(() => (useA.get() ? a.get() : b.get()));
    assert.equal(value.get(), 'a');
    b.set('B');
    assert.equal(value.get(), 'a');
    assert.equal(counter.runs, 1);
    useA.set(false);
    assert.equal(value.get(), 'B');
    a.set('A');
    assert.equal(value.get(), 'B');
    assert.equal(counter.runs, 2);
  });

  test('look at their sources in order', () => {
    const open = signal(true);
    const items = signal(['x']);
    const { value: first, counter } = counted(() => items.get()[0].length);
    const width = derived(() => (open.get() ? first.get() : 0));
    assert.equal(width.get(), 1);
    items.set([]);
    open.set(false);
    assert.equal(width.get(), 0);
    assert.equal(counter.runs, 1);
  });

  test('an equal value is no change', () => {
    const point = signal({ x: 1, y: 1 });
    const x = derived(() => ({ x: point.get().x }), { equals: (a, b) => a.x === b.x });
    const { value, counter } = counted(() => x.get().x);
    assert.equal(value.get(), 1);
    point.set({ x: 1, y: 2 });
    assert.equal(value.get(), 1);
    assert.equal(counter.runs, 1);
  });

  test('do not depend on what they peek at', () => {
    const a = signal(1);
    const b = signal(1);
    const c = derived(() => b.get() * 10);
    const { value } = counted(() => a.get() + c.peek() + untracked(() => b.get()));
    assert.equal(value.get(), 12);
    b.set(2);
    assert.equal(value.get(), 12);
    a.set(2);
    assert.equal(value.get(), 24);
  });

  test('must not set anything', () => {
    const a = signal(1);
    const value = derived(() => a.set(2));
    assert.throws(() => value.get(), TypeError);
  });

  test('must not need themselves', () => {
    const value = derived(() => value.get() + 1);
    assert.throws(() => value.get(), CycleError);
  });
});
