import { addressesIn, formatArea, parseArea } from './area.js';
import { FUNCTIONS } from './functions.js';
import { parse } from './parse.js';
import { FormulaError, fail, parseInput, toNumber, toText } from './value.js';

/**
 * The values of all cells, as a Map by address.
 *
 * @param {Map<string, string>} inputs by address
 * @param {Map<string, { area: string }>} names by name in capitals
 */
export function evaluateAll(inputs, names) {
  const values = new Map();
  const busy = new Set();

  function valueAt(address) {
    if (!inputs.has(address)) return null;
    if (!values.has(address)) {
      if (busy.has(address)) throw fail('#CYCLE!');
      busy.add(address);
      values.set(address, valueOf(inputs.get(address)));
      busy.delete(address);
    }
    const value = values.get(address);
    if (value instanceof FormulaError) throw value;
    return value;
  }

  function valueOf(input) {
    if (!input.startsWith('=')) return parseInput(input);
    try {
      return single(parse(input.slice(1)));
    } catch (error) {
      if (error instanceof FormulaError) return error;
      throw error;
    }
  }

  function valuesOf(tree) {
    if (tree.type === 'area') return [...addressesIn(tree.area)].map(valueAt);
    if (tree.type === 'name') return valuesOf(treeOf(tree.name));
    return [single(tree)];
  }

  function treeOf(name) {
    const area = names.get(name)?.area;
    if (area === undefined) throw fail('#NAME?');
    return area.startsWith('#') ? { type: 'error', code: area } : { type: 'area', area: parseArea(area) };
  }

  function single(tree) {
    switch (tree.type) {
      case 'constant':
        return tree.value;
      case 'error':
        throw fail(tree.code);
      case 'area': {
        const text = formatArea(tree.area);
        if (text.includes(':')) throw fail('#VALUE!');
        return valueAt(text);
      }
      case 'name':
        return single(treeOf(tree.name));
      case 'minus':
        return -toNumber(single(tree.operand));
      case 'binary':
        return OPERATORS[tree.sign](single(tree.left), single(tree.right));
      default: {
        if (!Object.hasOwn(FUNCTIONS, tree.name)) throw fail('#NAME?');
        const parameters = tree.parameters.map((parameter) => ({
          value: () => single(parameter),
          values: () => valuesOf(parameter),
        }));
        return FUNCTIONS[tree.name](...parameters);
      }
    }
  }

  for (const address of inputs.keys()) {
    try {
      valueAt(address);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
    }
  }
  return new Map([...values].map(([address, value]) => [address, value instanceof FormulaError ? value.code : value]));
}

const OPERATORS = {
  '+': (a, b) => toNumber(a) + toNumber(b),
  '-': (a, b) => toNumber(a) - toNumber(b),
  '*': (a, b) => toNumber(a) * toNumber(b),
  '/': (a, b) => {
    if (toNumber(b) === 0) throw fail('#DIV/0!');
    return toNumber(a) / b;
  },
  '&': (a, b) => toText(a) + toText(b),
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
