import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clip, gaps, indexAfter, insert, overlapping } from '../src/ranges.js';

const range = (from, to) => ({ from, to });
const show = (ranges) => ranges.map(({ from, to }) => `${from}-${to}`).join();

describe('ranges', () => {
  test('overlapping finds those that share a night', () => {
    const ranges = [range(1, 3), range(5, 8)];
    assert.equal(show(overlapping(ranges, range(2, 6))), '1-3,5-8');
    assert.equal(show(overlapping(ranges, range(0, 1))), '');
    assert.equal(show(overlapping(ranges, range(8, 20))), '');
  });

  test('clip cuts at both ends', () => {
    assert.equal(show(clip([range(1, 5), range(6, 10)], range(2, 8))), '2-5,6-8');
    assert.equal(show(clip([range(1, 10)], range(2, 8))), '2-8');
  });

  test('gaps are what is left', () => {
    assert.equal(show(gaps([range(1, 3), range(3, 5), range(7, 8)], range(0, 9))), '0-1,5-7,8-9');
    assert.equal(show(gaps([], range(0, 9))), '0-9');
    assert.equal(show(gaps([range(0, 9)], range(2, 4))), '');
  });

  test('insert keeps the order', () => {
    const ranges = [];
    for (const [from, to] of [
      [8, 9],
      [6, 8],
      [1, 3],
    ])
      insert(ranges, range(from, to));
    assert.equal(show(ranges), '1-3,6-8,8-9');
  });

  test('indexAfter finds the first range that ends after a day', () => {
    const ranges = [range(1, 3), range(3, 5), range(7, 8), range(10, 14), range(20, 21)];
    const found = Array.from({ length: 22 }, (_, day) => indexAfter(ranges, day));
    assert.deepEqual(found, [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5]);
  });

  test('indexAfter in short lists', () => {
    assert.equal(indexAfter([], 5), 0);
    assert.equal(indexAfter([range(1, 3)], 5), 1);
    assert.equal(indexAfter([range(1, 3), range(6, 7)], 5), 1);
    assert.equal(indexAfter([range(1, 3), range(6, 7)], 7), 2);
  });

  test('what ended before is left out', () => {
    const ranges = [range(1, 3), range(5, 8), range(9, 10), range(12, 15)];
    assert.equal(show(overlapping(ranges, range(8, 13))), '9-10,12-15');
    assert.equal(show(clip(ranges, range(6, 9))), '6-8');
    assert.equal(show(gaps(ranges, range(8, 13))), '8-9,10-12');
    assert.equal(show(overlapping(ranges, range(3, 5))), '');
  });

  test('insert between others', () => {
    const ranges = [];
    for (const from of [10, 30, 20, 50, 40, 0, 25]) insert(ranges, range(from, from + 5));
    assert.equal(show(ranges), '0-5,10-15,20-25,25-30,30-35,40-45,50-55');
  });
});
