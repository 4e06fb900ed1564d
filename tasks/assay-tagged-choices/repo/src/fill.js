import { fieldOf, isOfType } from './types.js';

/** A value with defaults where something is missing. */
export function fill(schema, value) {
  const given = value === undefined ? structuredClone(schema.default) : value;
  return isOfType(schema, given) ? FILLERS[schema.type](schema, given) : given;
}

const FILLERS = {
  text: (_, value) => value,
  number: (_, value) => value,
  boolean: (_, value) => value,
  list: ({ items }, value) => value.map((item) => fill(items, item)),
  map: ({ values }, value) => Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(values, item)])),
  record({ fields }, value) {
    const known = Object.entries(fields)
      .map(([name, field]) => [name, fill(field, fieldOf(value, name))])
      .filter(([, item]) => item !== undefined);
    const others = Object.entries(value).filter(([name]) => !Object.hasOwn(fields, name));
    return Object.fromEntries([...known, ...others]);
  },
};
