import type { RandomBelow } from './source-test.ts';

/** Some of the items, in random order. */
export function sample<T>(items: readonly T[], count: number, random: RandomBelow): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random(left.length), 1)[0] as T);
}

export function pick<T>(items: readonly T[], random: RandomBelow): T {
  return items[random(items.length)] as T;
}
