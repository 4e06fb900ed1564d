import { areaOf } from './area.js';
import { parseReference, tokenize } from './tokens.js';
import { fail } from './value.js';

/** Operators from the loosest to the tightest. */
const LEVELS = [['=', '<>', '<', '<=', '>', '>='], ['&'], ['+', '-'], ['*', '/']];

/** The tree of a formula without its `=`. Throws a FormulaError for nonsense. */
export function parse(source) {
  const tokens = tokenize(source);
  let at = 0;

  const take = (...texts) => (texts.includes(tokens[at]?.text) && tokens[at].kind === 'sign' ? tokens[at++].text : '');
  const expect = (text) => {
    if (!take(text)) throw fail('#NAME?');
  };

  function binary(level) {
    if (level === LEVELS.length) return unary();
    let left = binary(level + 1);
    for (let sign = take(...LEVELS[level]); sign; sign = take(...LEVELS[level])) {
      left = { type: 'binary', sign, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary() {
    return take('-') ? { type: 'minus', operand: unary() } : operand();
  }

  function operand() {
    if (take('(')) {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    const token = tokens[at++];
    if (token === undefined) throw fail('#NAME?');
    if (token.kind === 'number') return { type: 'constant', value: Number(token.text) };
    if (token.kind === 'text') return { type: 'constant', value: token.text.slice(1, -1).replaceAll('""', '"') };
    if (token.kind === 'error') return { type: 'error', code: token.text };
    if (token.kind === 'reference') return area(parseReference(token.text));
    if (token.kind === 'name') return take('(') ? call(token.text.toUpperCase()) : named(token.text.toUpperCase());
    throw fail('#NAME?');
  }

  function area(from) {
    if (!take(':')) return { type: 'area', area: areaOf(from, from) };
    const token = tokens[at++];
    if (token?.kind !== 'reference') throw fail('#NAME?');
    return { type: 'area', area: areaOf(from, parseReference(token.text)) };
  }

  function call(name) {
    const parameters = [];
    while (!take(')')) {
      parameters.push(binary(0));
      if (!take(',') && tokens[at]?.text !== ')') throw fail('#NAME?');
    }
    return { type: 'call', name, parameters };
  }

  const tree = binary(0);
  if (at < tokens.length) throw fail('#NAME?');
  return tree;
}

function named(name) {
  if (name === 'TRUE' || name === 'FALSE') return { type: 'constant', value: name === 'TRUE' };
  return { type: 'name', name };
}
