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
});
