/**
 * The quantile of type 7 (Hyndman and Fan 1996; the default of numpy and R): linear between order statistics.
 *
 * @param sorted ascending, at least one number
 * @param p in [0, 1]
 */
export function quantile7(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) throw new RangeError('quantile7 needs numbers and p in [0, 1]');
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}
