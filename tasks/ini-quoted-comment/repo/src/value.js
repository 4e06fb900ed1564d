const ESCAPES = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const KEYWORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Turns the text to the right of the `=` into a value.
 *
 * @param {string} text everything after the `=`, comment included
 * @param {boolean} typed whether unquoted numbers and keywords become JavaScript values
 */
export function readValue(text, typed) {
  const raw = stripComment(text).trim();
  const quoted = readQuoted(raw);
  if (quoted !== undefined) return quoted;
  return typed ? readTyped(raw) : raw;
}

/** Removes a comment, which starts at the first `;` or `#` that is at the start or follows white space. */
export function stripComment(text) {
  const start = text.search(/(?<=^|\s)[;#]/);
  return start === -1 ? text : text.slice(0, start);
}

function readQuoted(raw) {
  if (/^'[^']*'$/.test(raw)) return raw.slice(1, -1);
  if (/^"(?:[^"\\]|\\.)*"$/.test(raw)) return unescape(raw.slice(1, -1));
  return undefined;
}

function unescape(text) {
  // An unknown escape keeps its backslash, so that "C:\dir" survives.
  return text.replace(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole);
}

function readTyped(raw) {
  if (KEYWORDS.has(raw)) return KEYWORDS.get(raw);
  return NUMBER.test(raw) ? Number(raw) : raw;
}

/**
 * Writes a value so that `readValue` gives it back.
 *
 * @param {boolean} typed whether the reader will turn numbers and keywords into values
 */
export function writeValue(value, typed) {
  if (typeof value !== 'string') return String(value);
  return needsQuotes(value, typed) ? quote(value) : value;
}

function needsQuotes(text, typed) {
  if (text !== text.trim() || /[\n\r]/.test(text)) return true;
  if (/^["']/.test(text) || stripComment(text) !== text) return true;
  return typed && readTyped(text) !== text;
}

function quote(text) {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `"${escaped}"`;
}
