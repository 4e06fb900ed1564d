import { mayBeMissing } from './types.js';

/** An outline of a schema, one line for each part. */
export function describe(schema) {
  return outline(schema, '').join('\n');
}

const DETAILS = {
  text: ({ min, max, pattern, oneOf }) => [
    range(min, max, 'characters'),
    pattern && `matches ${pattern}`,
    oneOf && `one of ${oneOf.join(', ')}`,
  ],
  number: ({ min, max, integer }) => [integer && 'whole', range(min, max)],
  boolean: () => [],
  list: ({ min, max }) => [range(min, max, 'items')],
  map: () => [],
  record: ({ open }) => [open && 'open'],
};

const PARTS = {
  list: ({ items }) => [['each', items]],
  map: ({ values }) => [['each', values]],
  record: ({ fields }) => Object.entries(fields),
};

function outline(schema, name) {
  const { type, label, nullable } = schema;
  const details = [
    ...DETAILS[type](schema),
    mayBeMissing(schema) &&
      (Object.hasOwn(schema, 'default') ? `default ${JSON.stringify(schema.default)}` : 'optional'),
    nullable && 'or null',
  ].filter(Boolean);
  const line = [name && `${name}:`, type, details.length > 0 && `(${details.join('; ')})`, label && `- ${label}`];
  const parts = PARTS[type]?.(schema) ?? [];
  return [
    line.filter(Boolean).join(' '),
    ...parts.flatMap(([partName, part]) => outline(part, partName)).map((inner) => `  ${inner}`),
  ];
}

function range(min, max, unit) {
  if (min === undefined && max === undefined) return undefined;
  const bounds = [min !== undefined && `at least ${min}`, max !== undefined && `at most ${max}`].filter(Boolean);
  return [bounds.join(', '), unit].filter(Boolean).join(' ');
}
