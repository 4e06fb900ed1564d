/*
 * Functions on lists of ranges `{ from, to }`, where `to` itself is not covered. A list is in order, and no two of its
 * ranges overlap; they may touch.
 */

/** The index of the first range that ends after a day: it covers the day, or it is the next to come. */
export function indexAfter(ranges, day) {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ranges[middle].to > day) high = middle - 1;
    else low = middle + 1;
  }
  return low;
}

/** The ranges that share at least one night with another one. */
export function overlapping(ranges, { from, to }) {
  const first = indexAfter(ranges, from);
  let end = first;
  while (end < ranges.length && ranges[end].from < to) end += 1;
  return ranges.slice(first, end);
}

/** The parts of the ranges that lie within another one, with whatever else belongs to each range. */
export function clip(ranges, { from, to }) {
  return overlapping(ranges, { from, to }).map((range) => ({
    ...range,
    from: Math.max(range.from, from),
    to: Math.min(range.to, to),
  }));
}

/** What the ranges leave free of another one. */
export function gaps(ranges, { from, to }) {
  const free = [];
  let at = from;
  for (const busy of clip(ranges, { from, to })) {
    if (busy.from > at) free.push({ from: at, to: busy.from });
    at = busy.to;
  }
  if (at < to) free.push({ from: at, to });
  return free;
}

/** Adds a range at its place in the list. It must not overlap any other. */
export function insert(ranges, range) {
  ranges.splice(indexAfter(ranges, range.from), 0, range);
}
