/** The edges of a sheet. Columns and rows count from 0 inside of the program. */
export const COLUMNS = 26 + 26 * 26;
export const ROWS = 9999;

const ADDRESS = /^([A-Z]{1,2})([1-9]\d{0,3})$/;

export function columnName(column) {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : String.fromCharCode(64 + Math.floor(column / 26)) + last;
}

/** The number of a column such as `AB`. @throws {RangeError} */
export function parseColumn(text) {
  const name = String(text).toUpperCase();
  if (!/^[A-Z]{1,2}$/.test(name)) throw new RangeError(`not a column: ${text}`);
  return [...name].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** `{ column, row }` of an address such as `b3`. @throws {RangeError} */
export function parseAddress(text) {
  const match = ADDRESS.exec(String(text).toUpperCase());
  if (match === null) throw new RangeError(`not an address: ${text}`);
  return { column: parseColumn(match[1]), row: Number(match[2]) - 1 };
}

export function formatAddress({ column, row }) {
  return `${columnName(column)}${row + 1}`;
}

export function isOnSheet({ column, row }) {
  return column >= 0 && column < COLUMNS && row >= 0 && row < ROWS;
}

/** For sorting: row by row, and from left to right. */
export function compareAddresses(a, b) {
  const [first, second] = [parseAddress(a), parseAddress(b)];
  return first.row - second.row || first.column - second.column;
}
