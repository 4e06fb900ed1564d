import { isOfType } from './types.js';

/** A value without the fields that its schema doesn't know. */
export function strip(schema, value) {
  return isOfType(schema, value) ? STRIPPERS[schema.type](schema, value) : value;
}

const STRIPPERS = {
  text: (_, value) => value,
  number: (_, value) => value,
  boolean: (_, value) => value,
  list: ({ items }, value) => value.map((item) => strip(items, item)),
  map: ({ values }, value) =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strip(values, item)])),
  record({ fields, open }, value) {
    const known = Object.entries(fields)
      .filter(([name]) => Object.hasOwn(value, name))
      .map(([name, field]) => [name, strip(field, value[name])]);
    const others = Object.entries(value).filter(([name]) => open && !Object.hasOwn(fields, name));
    return Object.fromEntries([...known, ...others]);
  },
};
