import { writeValue } from './value.js';

/**
 * Writes nested plain objects as INI text. Values come before sections, because everything after a
 * header belongs to that section.
 *
 * @param {object} object strings, numbers, booleans, null, lists of these, and objects (sections)
 * @param {{ newline?: string, typed?: boolean }} [options]
 */
export function stringify(object, { newline = '\n', typed = false } = {}) {
  const blocks = [];
  collectBlocks(object, [], typed, blocks);
  return blocks.map((lines) => lines.join(newline) + newline).join(newline);
}

function collectBlocks(object, path, typed, blocks) {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const sections = entries.filter(([, value]) => isSection(value));
  const lines = entries.filter(([, value]) => !isSection(value)).flatMap(([key, value]) => writeEntry(key, value, typed));
  const isNeeded = lines.length > 0 || (path.length > 0 && sections.length === 0);
  if (isNeeded) blocks.push(path.length > 0 ? [`[${path.join('.')}]`, ...lines] : lines);
  for (const [name, section] of sections) collectBlocks(section, [...path, checkName(name)], typed, blocks);
}

function writeEntry(key, value, typed) {
  if (/[=\n\r]|^[[;#]|^$/.test(key)) throw new TypeError(`"${key}" can't be written as a key`);
  if (Array.isArray(value)) return value.map((item) => `${key}[] = ${writeValue(item, typed)}`);
  return [`${key} = ${writeValue(value, typed)}`];
}

function checkName(name) {
  if (/[.\]\n\r]|^$/.test(name)) throw new TypeError(`"${name}" can't be written as a section`);
  return name;
}

function isSection(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
