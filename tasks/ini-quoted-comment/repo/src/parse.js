import { IniError } from './error.js';
import { readValue, stripComment } from './value.js';

const DUPLICATES = ['first', 'last', 'error'];

/**
 * Reads INI text into nested plain objects.
 *
 * @param {string} text
 * @param {{ typed?: boolean, duplicates?: 'first' | 'last' | 'error' }} [options]
 * @throws {IniError} for broken input, with its line
 */
export function parse(text, { typed = false, duplicates = 'last' } = {}) {
  if (!DUPLICATES.includes(duplicates)) throw new TypeError(`duplicates must be one of ${DUPLICATES.join(', ')}`);
  const root = {};
  let section = root;
  splitLines(text).forEach((content, index) => {
    const line = index + 1;
    if (content === '' || /^[;#]/.test(content)) return;
    if (content.startsWith('[')) section = openSection(root, content, line);
    else readEntry(section, content, { typed, duplicates, line });
  });
  return root;
}

function splitLines(text) {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return withoutMark.split(/\r\n|\n|\r/).map((line) => line.trim());
}

function openSection(root, content, line) {
  const header = stripComment(content).trim();
  if (!header.endsWith(']')) throw new IniError('a section header must end with "]"', line);
  let section = root;
  for (const part of header.slice(1, -1).split('.')) {
    const name = checkName(part.trim(), line);
    if (!Object.hasOwn(section, name)) section[name] = {};
    if (!isSection(section[name])) throw new IniError(`"${name}" is already a value, not a section`, line);
    section = section[name];
  }
  return section;
}

function readEntry(section, content, { typed, duplicates, line }) {
  // An equals sign inside a comment doesn't count.
  const equals = stripComment(content).indexOf('=');
  const left = equals === -1 ? stripComment(content).trim() : content.slice(0, equals).trim();
  const value = equals === -1 ? true : readValue(content.slice(equals + 1), typed);
  const isList = left.endsWith('[]');
  const key = checkName(isList ? left.slice(0, -2).trim() : left, line);
  if (isList) return addToList(section, key, value, line);
  if (Object.hasOwn(section, key)) {
    if (duplicates === 'error') throw new IniError(`"${key}" is set twice`, line);
    if (duplicates === 'first') return;
  }
  section[key] = value;
}

function addToList(section, key, value, line) {
  if (!Object.hasOwn(section, key)) section[key] = [];
  if (!Array.isArray(section[key])) throw new IniError(`"${key}" is not a list`, line);
  section[key].push(value);
}

function checkName(name, line) {
  if (name === '') throw new IniError('a name is missing', line);
  // Assigning to it would change the object's prototype instead of adding a key.
  if (name === '__proto__') throw new IniError('"__proto__" is not a usable name', line);
  return name;
}

function isSection(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
