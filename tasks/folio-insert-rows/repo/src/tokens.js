import { parseColumn } from './address.js';
import { fail } from './value.js';

const KINDS = [
  ['space', /\s+/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['text', /"(?:[^"]|"")*"/y],
  ['error', /#(?:REF!|NAME\?|VALUE!|DIV\/0!|CYCLE!)/y],
  ['reference', /\$?[A-Za-z]{1,2}\$?[1-9]\d{0,3}(?![\w.]|\s*\()/y],
  ['name', /[A-Za-z_]\w*/y],
  ['sign', /<=|>=|<>|[-+*/&=<>(),:]/y],
];

/** The tokens of a formula without its `=`: `{ kind, text, from, to }`, spaces left out. Throws `#NAME?`. */
export function tokenize(source) {
  const tokens = [];
  let at = 0;
  while (at < source.length) {
    const token = match(source, at);
    if (token === undefined) throw fail('#NAME?');
    if (token.kind !== 'space') tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function match(source, from) {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = from;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, from, to: from + text.length };
  }
  return undefined;
}

/** `{ column, row, fixedColumn, fixedRow }` of a token of the kind `reference`. */
export function parseReference(text) {
  const [, columnSign, column, rowSign, row] = /^(\$?)([A-Za-z]+)(\$?)(\d+)$/.exec(text);
  return {
    column: parseColumn(column),
    row: Number(row) - 1,
    fixedColumn: columnSign === '$',
    fixedRow: rowSign === '$',
  };
}
