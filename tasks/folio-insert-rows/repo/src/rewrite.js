import { columnName, isOnSheet } from './address.js';
import { parseReference, tokenize } from './tokens.js';
import { FormulaError } from './value.js';

/** The input of a cell after its formula was copied so many columns and rows away. */
export function moveRelative(input, { columns, rows }) {
  return rewrite(input, (reference) => {
    const moved = {
      ...reference,
      column: reference.fixedColumn ? reference.column : reference.column + columns,
      row: reference.fixedRow ? reference.row : reference.row + rows,
    };
    return isOnSheet(moved) ? moved : null;
  });
}

/** Replaces the references of a formula by what `change` makes of each; null stands for what isn't there any more. */
function rewrite(input, change) {
  if (!input.startsWith('=')) return input;
  let result = '=';
  let at = 0;
  const source = input.slice(1);
  for (const { text, from, to } of areasIn(source)) {
    const corners = text.split(':').map((corner) => parseReference(corner.trim()));
    const changed = corners.map(change);
    result += source.slice(at, from) + (isSame(corners, changed) ? text : formatCorners(changed));
    at = to;
  }
  return result + source.slice(at);
}

/** The references of a formula, and its areas as a whole: `{ text, from, to }`. None in a formula that makes no sense. */
function areasIn(source) {
  const tokens = tokenizeOrNothing(source);
  const found = [];
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index].kind !== 'reference') continue;
    const { from } = tokens[index];
    if (tokens[index + 1]?.text === ':' && tokens[index + 2]?.kind === 'reference') index += 2;
    const { to } = tokens[index];
    found.push({ text: source.slice(from, to), from, to });
  }
  return found;
}

function tokenizeOrNothing(source) {
  try {
    return tokenize(source);
  } catch (error) {
    if (error instanceof FormulaError) return [];
    throw error;
  }
}

function isSame(before, after) {
  return before.every(({ column, row }, index) => column === after[index]?.column && row === after[index].row);
}

function formatCorners(corners) {
  if (corners.includes(null)) return '#REF!';
  const columns = corners.map(({ column, fixedColumn }) => [column, fixedColumn]).sort(([a], [b]) => a - b);
  const rows = corners.map(({ row, fixedRow }) => [row, fixedRow]).sort(([a], [b]) => a - b);
  return columns.map(([column, isFixed], index) => format(column, isFixed, ...rows[index])).join(':');
}

function format(column, fixedColumn, row, fixedRow) {
  return `${fixedColumn ? '$' : ''}${columnName(column)}${fixedRow ? '$' : ''}${row + 1}`;
}
