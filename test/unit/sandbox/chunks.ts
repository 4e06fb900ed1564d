import fc from 'fast-check';

/** Where to cut, as shares of the whole. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

/** The same bytes in pieces, empty ones among them; each a buffer of its own. */
export function chunksOf(all: Buffer, shares: readonly number[]): Buffer[] {
  const ends = [...shares.map((share) => Math.round(share * all.length)).sort((a, b) => a - b), all.length];
  return ends.map((end, i) => Buffer.from(all.subarray(ends[i - 1] ?? 0, end)));
}
