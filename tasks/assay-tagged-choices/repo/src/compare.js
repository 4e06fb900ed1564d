import { join } from './pointer.js';
import { fieldOf, mayBeMissing } from './types.js';

/**
 * Why values that are valid with one schema may not be valid with another one.
 *
 * @returns {{ path: string, reason: string }[]}
 */
export function breaking(before, after) {
  const reasons = [];
  compare(before, after, '', (path, reason) => reasons.push({ path, reason }));
  return reasons;
}

const RULES = {
  text(before, after, path, report) {
    compareLimits(before, after, path, report);
    if (after.pattern !== undefined && after.pattern !== before.pattern) report(path, 'another pattern');
    const isNarrower = after.oneOf !== undefined && !before.oneOf?.every((text) => after.oneOf.includes(text));
    if (isNarrower) report(path, 'fewer texts');
  },
  number(before, after, path, report) {
    compareLimits(before, after, path, report);
    if (after.integer && !before.integer) report(path, 'whole numbers only');
  },
  boolean() {},
  list(before, after, path, report) {
    compareLimits(before, after, path, report);
    compare(before.items, after.items, join(path, '*'), report);
  },
  map(before, after, path, report) {
    compare(before.values, after.values, join(path, '*'), report);
  },
  record(before, after, path, report) {
    if (before.open && !after.open) report(path, 'closed');
    for (const [name, field] of Object.entries(before.fields)) {
      const now = fieldOf(after.fields, name);
      if (now !== undefined) compare(field, now, join(path, name), report);
      else if (!after.open) report(join(path, name), 'removed');
    }
    for (const [name, field] of Object.entries(after.fields)) {
      if (!Object.hasOwn(before.fields, name) && !mayBeMissing(field)) report(join(path, name), 'required');
    }
  },
};

function compare(before, after, path, report) {
  if (before.type !== after.type) {
    report(path, 'another type');
    return;
  }
  if (mayBeMissing(before) && !mayBeMissing(after)) report(path, 'required');
  if (before.nullable && !after.nullable) report(path, 'no null');
  RULES[before.type](before, after, path, report);
}

function compareLimits(before, after, path, report) {
  if (after.min > (before.min ?? -Infinity)) report(path, 'higher minimum');
  if (after.max < (before.max ?? Infinity)) report(path, 'lower maximum');
}
