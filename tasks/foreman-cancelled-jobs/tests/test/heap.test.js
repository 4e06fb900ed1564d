import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backoff } from '../src/index.js';
import { Heap } from '../src/heap.js';

function heapOf(...numbers) {
  const heap = new Heap((a, b) => a < b);
  for (const number of numbers) heap.push(number);
  return heap;
}

function drain(heap) {
  const items = [];
  while (heap.size > 0) items.push(heap.pop());
  return items;
}

describe('heap', () => {
  test('gives its items in order', () => {
    assert.deepEqual(drain(heapOf(5, 3, 8, 1, 9, 2, 7)), [1, 2, 3, 5, 7, 8, 9]);
    assert.deepEqual(drain(heapOf()), []);
  });

  test('removes items', () => {
    const heap = heapOf(1, 2, 3, 4, 5);
    heap.remove(2);
    heap.remove(5);
    heap.remove(6);
    assert.equal(heap.size, 3);
    assert.deepEqual(drain(heap), [1, 3, 4]);
  });

  test('is in order after a removal from another branch', () => {
    const heap = heapOf(6, 7, 3, 4, 5, 1, 2);
    heap.remove(7);
    assert.deepEqual(drain(heap), [1, 2, 3, 4, 5, 6]);
  });

  test('is in order after any removal', () => {
    const numbers = [1, 20, 2, 30, 21, 3, 4, 31, 32, 22, 23, 5, 6, 7, 8];
    const sorted = numbers.toSorted((a, b) => a - b);
    for (const number of numbers) {
      const heap = heapOf(...numbers);
      heap.remove(number);
      assert.deepEqual(
        drain(heap),
        sorted.filter((other) => other !== number),
      );
    }
    assert.equal(sorted.length, 15);
  });
});

describe('backoff', () => {
  test('grows up to a maximum', () => {
    const delay = backoff({ baseMs: 100, factor: 3, maxMs: 1000 });
    assert.deepEqual([1, 2, 3, 4].map(delay), [100, 300, 900, 1000]);
  });
});
