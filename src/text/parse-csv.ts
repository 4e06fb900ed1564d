/** Rows of a CSV text (RFC 4180): quoted cells may hold commas, line ends and doubled quotes. Empty lines are none. */
export function parseCsv(text: string): string[][] {
  return parseCsvLines(text).map(({ cells }) => cells);
}

/** The same, with the line that each row begins at, from 1. */
export function parseCsvLines(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let line = 1;
  let next = 1;
  let row: string[] = [];
  const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const source = text.replace(/^\u{feff}/u, '');
  for (let match = CELL.exec(source); match; match = CELL.exec(source)) {
    const [whole, quoted, plain = '', end] = match;
    next += whole.split('\n').length - 1;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push({ line, cells: row });
    row = [];
    line = next;
    if (end === '') break;
  }
  return rows;
}
