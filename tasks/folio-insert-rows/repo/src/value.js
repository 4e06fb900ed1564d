/** An error that a formula results in, such as `#REF!`. */
export class FormulaError extends Error {
  constructor(code) {
    super(code);
    this.name = 'FormulaError';
    this.code = code;
  }
}

export function fail(code) {
  return new FormulaError(code);
}

/** Empty is 0, and texts and truth values are no numbers. */
export function toNumber(value) {
  if (value === null) return 0;
  if (typeof value !== 'number') throw fail('#VALUE!');
  return value;
}

export function toText(value) {
  if (value === null) return '';
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

/** The value of an input that is no formula. */
export function parseInput(input) {
  const text = input.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return input;
}
