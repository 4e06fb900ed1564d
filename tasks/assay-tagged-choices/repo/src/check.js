import { join } from './pointer.js';
import { isObject, optionsOf, TYPES } from './types.js';
import { validate } from './validate.js';

/** A schema that makes no sense. `path` leads to the place within the schema. */
export class SchemaError extends Error {
  constructor(path, message) {
    super(`${path === '' ? 'schema' : path}: ${message}`);
    this.name = 'SchemaError';
    this.path = path;
  }
}

/**
 * Makes sure that a schema can be used.
 *
 * @returns the schema
 * @throws {SchemaError}
 */
export function check(schema) {
  checkAt(schema, '');
  return schema;
}

const CHECKS = {
  text(schema, path) {
    checkLimits(schema, path);
    checkOption(schema, path, 'pattern', isPattern, 'a regular expression');
    checkOption(schema, path, 'oneOf', isListOfTexts, 'a list of texts');
  },
  number(schema, path) {
    checkLimits(schema, path);
    checkOption(schema, path, 'integer', isBoolean, 'true or false');
  },
  boolean() {},
  list(schema, path) {
    checkLimits(schema, path);
    checkAt(schema.items, join(path, 'items'));
  },
  map(schema, path) {
    checkAt(schema.values, join(path, 'values'));
  },
  record(schema, path) {
    checkOption(schema, path, 'open', isBoolean, 'true or false');
    const fields = join(path, 'fields');
    if (!isObject(schema.fields)) throw new SchemaError(fields, 'must be an object');
    for (const [name, field] of Object.entries(schema.fields)) checkAt(field, join(fields, name));
  },
};

function checkAt(schema, path) {
  if (!isObject(schema)) throw new SchemaError(path, 'must be an object');
  const { type } = schema;
  if (!Object.hasOwn(TYPES, type))
    throw new SchemaError(join(path, 'type'), `must be one of ${Object.keys(TYPES).join(', ')}`);
  const unknown = Object.keys(schema).find((option) => !optionsOf(type).includes(option));
  if (unknown !== undefined) throw new SchemaError(join(path, unknown), `is no option of "${type}"`);
  checkOption(schema, path, 'optional', isBoolean, 'true or false');
  checkOption(schema, path, 'nullable', isBoolean, 'true or false');
  checkOption(schema, path, 'label', isText, 'a text');
  CHECKS[type](schema, path);
  checkDefault(schema, path);
}

/** A default must be valid by itself, apart from what `fill` adds to it. */
function checkDefault(schema, path) {
  if (!Object.hasOwn(schema, 'default')) return;
  const [problem] = validate(schema, schema.default);
  const place = join(path, 'default');
  if (schema.default === undefined) throw new SchemaError(place, 'must be a value');
  if (problem !== undefined) throw new SchemaError(place + problem.path, `is not valid (${problem.code})`);
}

function checkLimits(schema, path) {
  checkOption(schema, path, 'min', Number.isFinite, 'a number');
  checkOption(schema, path, 'max', Number.isFinite, 'a number');
  if (schema.min > schema.max) throw new SchemaError(join(path, 'max'), 'must not be below min');
}

function checkOption(schema, path, option, isValid, what) {
  const isFine = !Object.hasOwn(schema, option) || isValid(schema[option]);
  if (!isFine) throw new SchemaError(join(path, option), `must be ${what}`);
}

function isBoolean(value) {
  return typeof value === 'boolean';
}

function isText(value) {
  return typeof value === 'string';
}

function isListOfTexts(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isPattern(value) {
  try {
    new RegExp(value, 'u');
    return isText(value);
  } catch {
    return false;
  }
}
