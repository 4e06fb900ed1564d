import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { effect, LoopError, signal } from '../src/index.js';

describe('effects that never end', () => {
  test('are an error', () => {
    const count = signal(0);
    assert.throws(() => effect(() => count.set(count.get() + 1)), LoopError);
    assert.equal(count.get(), 101);
  });

  test('are gone if it was their first run', () => {
    const count = signal(0);
    assert.throws(() => effect(() => count.set(count.get() + 1)), LoopError);
    count.set(500);
    assert.equal(count.get(), 500);
  });
});
