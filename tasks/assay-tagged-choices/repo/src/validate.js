import { join } from './pointer.js';
import { fieldOf, isOfType, mayBeMissing } from './types.js';

/**
 * What is wrong with a value. See docs/conventions.md for codes and order.
 *
 * @returns {{ path: string, code: string }[]}
 */
export function validate(schema, value) {
  const problems = [];
  visit(schema, value, '', (path, code, details) => problems.push({ path, code, ...details }));
  return problems;
}

const RULES = {
  text(schema, value, path, report) {
    checkSize(schema, [...value].length, path, report);
    const { pattern, oneOf } = schema;
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) report(path, 'pattern', { pattern });
    if (oneOf !== undefined && !oneOf.includes(value)) report(path, 'oneOf', { allowed: oneOf });
  },
  number(schema, value, path, report) {
    checkSize(schema, value, path, report);
    if (schema.integer && !Number.isInteger(value)) report(path, 'integer');
  },
  boolean() {},
  list(schema, value, path, report) {
    checkSize(schema, value.length, path, report);
    value.forEach((item, index) => visit(schema.items, item, join(path, index), report));
  },
  map(schema, value, path, report) {
    for (const [key, item] of Object.entries(value)) visit(schema.values, item, join(path, key), report);
  },
  record(schema, value, path, report) {
    for (const [name, field] of Object.entries(schema.fields))
      visit(field, fieldOf(value, name), join(path, name), report);
    if (schema.open) return;
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined && !Object.hasOwn(schema.fields, name)) report(join(path, name), 'unknown');
    }
  },
};

function visit(schema, value, path, report) {
  if (value === undefined) {
    if (!mayBeMissing(schema)) report(path, 'missing');
  } else if (value === null) {
    if (!schema.nullable) report(path, 'null');
  } else if (isOfType(schema, value)) {
    RULES[schema.type](schema, value, path, report);
  } else {
    report(path, 'type', { expected: schema.type });
  }
}

function checkSize({ type, min, max }, size, path, report) {
  if (size < min) report(path, 'min', { limit: min, type });
  if (size > max) report(path, 'max', { limit: max, type });
}
