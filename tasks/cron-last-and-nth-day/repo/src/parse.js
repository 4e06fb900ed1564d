import { CronError } from './error.js';
import { FIELDS } from './fields.js';

const MACROS = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
]);

/**
 * One field: its values in ascending order, and whether it was `*`.
 *
 * @typedef {{ values: number[], any: boolean }} Field
 * @typedef {{ minute: Field, hour: Field, day: Field, month: Field, weekday: Field }} Schedule
 */

/**
 * @param {string | Schedule} expression
 * @returns {Schedule}
 * @throws {CronError}
 */
export function parse(expression) {
  if (typeof expression !== 'string') return expression;
  const text = expression.trim();
  const parts = (MACROS.get(text.toLowerCase()) ?? text).split(/\s+/);
  if (parts.length !== FIELDS.length) throw new CronError(`expected ${FIELDS.length} fields, found ${parts.length}`);
  return Object.fromEntries(FIELDS.map((field, index) => [field.name, parseField(parts[index], field)]));
}

function parseField(text, field) {
  const values = new Set();
  for (const item of text.toUpperCase().split(',')) {
    for (const value of parseItem(item, field)) values.add(value % (field.wrap ?? Infinity));
  }
  return { values: [...values].sort((a, b) => a - b), any: text === '*' };
}

/** One item of a list: `*`, a value or a range, each perhaps with a step. */
function parseItem(item, field) {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0) throw new CronError(`"${item}" has more than one step`, field.name);
  const [first, last] = parseRange(range, field, step !== undefined);
  const increment = step === undefined ? 1 : parseStep(step, field);
  const values = [];
  for (let value = first; value <= last; value += increment) values.push(value);
  return values;
}

function parseRange(range, field, hasStep) {
  // A week has seven days: `*` must not count Sunday twice.
  if (range === '*') return [field.min, field.wrap ? field.wrap - 1 : field.max];
  const ends = range.split('-');
  if (ends.length > 2) throw new CronError(`"${range}" is not a range`, field.name);
  const [first, last] = ends.map((end) => parseValue(end, field));
  if (last === undefined) return [first, hasStep ? field.max : first];
  if (last < first) throw new CronError(`"${range}" runs backwards`, field.name);
  return [first, last];
}

function parseValue(text, field) {
  const value = field.names.get(text) ?? (/^\d+$/.test(text) ? Number(text) : NaN);
  if (Number.isNaN(value)) throw new CronError(`"${text}" is not a value`, field.name);
  if (value < field.min || value > field.max) {
    throw new CronError(`${value} is not between ${field.min} and ${field.max}`, field.name);
  }
  return value;
}

function parseStep(text, field) {
  if (!/^\d+$/.test(text) || Number(text) === 0) throw new CronError(`"${text}" is not a step`, field.name);
  return Number(text);
}
