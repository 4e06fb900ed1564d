import { createHash } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * All items in a random order in which those with a large weight tend to come early: drawn one by one without
 * replacement, each in proportion to its weight (Efraimidis and Spirakis 2006). The same items, weights and seed give
 * the same order. Items without a positive weight are left out.
 */
export function drawInOrder<T>(items: readonly T[], weightOf: (item: T) => number, seed: string): T[] {
  const random = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32LE());
  return items
    .map((item) => ({ item, key: -Math.log(((random.next() >>> 0) + 1) / (2 ** 32 + 1)) / weightOf(item) }))
    .filter(({ key }) => key >= 0 && Number.isFinite(key))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** `count` of the items, in their order, each set of so many as likely as another. */
export function drawSample<T>(items: readonly T[], count: number, seed: string): T[] {
  const drawn = drawInOrder([...items.keys()], () => 1, seed).slice(0, count);
  return drawn.toSorted((a, b) => a - b).map((index) => items[index] as T);
}
