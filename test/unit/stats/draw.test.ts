import { describe, expect, it } from 'vitest';
import { drawInOrder, drawSample } from '../../../src/stats/draw.ts';

const ITEMS = [...'abcdefghij'];

describe('drawInOrder', () => {
  it('is the same order for the same seed, and another one for another', () => {
    const draw = (seed: string) => drawInOrder(ITEMS, () => 1, seed).join('');
    expect(draw('x')).toBe(draw('x'));
    expect(draw('x')).not.toBe(draw('y'));
    expect([...draw('x')].toSorted()).toEqual(ITEMS);
  });

  it('draws in proportion to the weights', () => {
    const firsts = Array.from(
      { length: 4000 },
      (_, seed) => drawInOrder(['rare', 'often'], (x) => (x === 'often' ? 3 : 1), `${seed}`)[0],
    );
    const share = firsts.filter((first) => first === 'often').length / firsts.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
  });

  it('leaves out what has no weight', () => {
    expect(drawInOrder(ITEMS, (x) => (x === 'c' ? 1 : 0), 'x')).toEqual(['c']);
  });
});

describe('drawSample', () => {
  it('keeps the order of the items, and takes all where there are few', () => {
    const sample = drawSample(ITEMS, 4, 'x');
    expect(sample).toHaveLength(4);
    expect(sample).toEqual(sample.toSorted());
    expect(drawSample(ITEMS, 99, 'x')).toEqual(ITEMS);
  });

  it('takes every item about as often', () => {
    const counts = new Map(ITEMS.map((item) => [item, 0]));
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const item of drawSample(ITEMS, 3, `${seed}`)) counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(100);
  });
});
