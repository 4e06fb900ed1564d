const COMMON = ['type', 'optional', 'nullable', 'default', 'label'];

/** What each type takes for its values, and the options that it knows. */
export const TYPES = {
  text: { accepts: (value) => typeof value === 'string', options: ['min', 'max', 'pattern', 'oneOf'] },
  number: { accepts: Number.isFinite, options: ['min', 'max', 'integer'] },
  boolean: { accepts: (value) => typeof value === 'boolean', options: [] },
  list: { accepts: Array.isArray, options: ['items', 'min', 'max'] },
  map: { accepts: isObject, options: ['values'] },
  record: { accepts: isObject, options: ['fields', 'open'] },
};

export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function optionsOf(type) {
  return [...COMMON, ...TYPES[type].options];
}

/** Whether there is a value, and one of the type of its schema. */
export function isOfType(schema, value) {
  return value !== undefined && value !== null && TYPES[schema.type].accepts(value);
}

export function mayBeMissing(schema) {
  return schema.optional === true || Object.hasOwn(schema, 'default');
}

/** A field of an object, or undefined: whatever the object inherits is none. */
export function fieldOf(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
