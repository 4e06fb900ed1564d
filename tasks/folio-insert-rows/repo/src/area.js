import { formatAddress, parseAddress } from './address.js';

/** `{ first, last }` of an area such as `B9:A1` or `A1`. @throws {RangeError} */
export function parseArea(text) {
  const [from, to = from, ...rest] = String(text).split(':');
  if (rest.length > 0) throw new RangeError(`not an area: ${text}`);
  return areaOf(parseAddress(from), parseAddress(to));
}

/** The area between any two opposite corners. */
export function areaOf(a, b) {
  return {
    first: { column: Math.min(a.column, b.column), row: Math.min(a.row, b.row) },
    last: { column: Math.max(a.column, b.column), row: Math.max(a.row, b.row) },
  };
}

export function formatArea({ first, last }) {
  const [from, to] = [formatAddress(first), formatAddress(last)];
  return from === to ? from : `${from}:${to}`;
}

/** The addresses of an area, row by row. */
export function* addressesIn({ first, last }) {
  for (let row = first.row; row <= last.row; row += 1) {
    for (let column = first.column; column <= last.column; column += 1) yield formatAddress({ column, row });
  }
}
