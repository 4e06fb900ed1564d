/** What stands for each character of a string after its opening quote; line feeds stay. */
export const IN_STRING = '\u0001';

/**
 * The text, character for character, with comments blanked and strings filled with IN_STRING, so that brackets and
 * words can be searched in code alone. Null when it can't be read with certainty.
 */
export type Mask = string;

export function maskPython(text: string): Mask | null {
  if (hasControls(text)) return null;
  const out = [...splitUnits(text)];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '#') at = blank(out, at, endOfLine(text, at));
    else if (character === '"' || character === "'") {
      const triple = character.repeat(3);
      const quote = text.startsWith(triple, at) ? triple : character;
      const end = endOfString(text, at + quote.length, quote);
      if (end === null) return null;
      at = fill(out, at + 1, end);
    } else at += 1;
  }
  return out.join('');
}

export function maskJavascript(text: string): Mask | null {
  return maskBraced(text, { endOfBacktick: endOfTemplate, isRegexStart });
}

/** Go: no regular expressions, and nothing is special between backticks. */
export function maskGo(text: string): Mask | null {
  return maskBraced(text, { endOfBacktick: endOfRawString, isRegexStart: () => false });
}

type Dialect = {
  endOfBacktick: (text: string, from: number) => number | null;
  isRegexStart: (text: string, out: readonly string[], at: number) => boolean;
};

function maskBraced(text: string, { endOfBacktick, isRegexStart }: Dialect): Mask | null {
  if (hasControls(text)) return null;
  const out = [...splitUnits(text)];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (text.startsWith('//', at)) at = blank(out, at, endOfLine(text, at));
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) return null;
      at = blank(out, at, end + 2);
    } else if (character === '"' || character === "'" || character === '`' || isRegexStart(text, out, at)) {
      const end = character === '`' ? endOfBacktick(text, at) : endOfString(text, at + 1, character);
      if (end === null) return null;
      at = fill(out, at + 1, end);
    } else at += 1;
  }
  return out.join('');
}

/** The index of the bracket that closes the one at `open`, or null when brackets don't match. */
export function closingBracket(mask: Mask, open: number): number | null {
  const expected: string[] = [];
  for (let at = open; at < mask.length; at += 1) {
    const character = mask[at] as string;
    const closes = { '(': ')', '[': ']', '{': '}' }[character];
    if (closes !== undefined) expected.push(closes);
    else if (')]}'.includes(character)) {
      if (expected.pop() !== character) return null;
      if (expected.length === 0) return at;
    }
  }
  return null;
}

/** Where the comment lines directly above the code at `start` begin, or `start`. `start` may be indented. */
export function startWithComments(text: string, mask: Mask, start: number): number {
  let line = text.lastIndexOf('\n', start - 1) + 1;
  let first = start;
  while (line > 0) {
    const above = text.lastIndexOf('\n', line - 2) + 1;
    const raw = text.slice(above, line);
    if (raw.trim() === '' || mask.slice(above, line).trim() !== '') break;
    first = above + raw.length - raw.trimStart().length;
    line = above;
  }
  return first;
}

/** The blank lines between two neighbours that nothing else separates; `fallback` where there are none. */
export function findSeparator(mask: Mask, units: readonly { from: number; to: number }[], fallback: string): string {
  const gaps = units.slice(1).map(({ from }, index) => mask.slice((units[index] as { to: number }).to, from));
  return gaps.find((gap) => /^\n\s*$/.test(gap)) ?? fallback;
}

function splitUnits(text: string): string[] {
  return text.split('');
}

function hasControls(text: string): boolean {
  return /[^\P{Cc}\n\t]/u.test(text);
}

function blank(out: string[], from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (out[at] !== '\n') out[at] = ' ';
  return to;
}

function fill(out: string[], from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (out[at] !== '\n') out[at] = IN_STRING;
  return to;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Past the closing quote. Only triple quotes may span lines; a regular expression's `[/]` keeps it open. */
function endOfString(text: string, from: number, quote: string): number | null {
  let inClass = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (quote === '/' && text[at] === '[') inClass = true;
    else if (quote === '/' && text[at] === ']') inClass = false;
    else if (!inClass && text.startsWith(quote, at)) return at + quote.length;
    else if (text[at] === '\n' && quote.length === 1) return null;
  }
  return null;
}

function endOfRawString(text: string, from: number): number | null {
  const end = text.indexOf('`', from + 1);
  return end === -1 ? null : end + 1;
}

/** Past the closing backtick. What is inside `${…}` counts as part of the string. */
function endOfTemplate(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) {
      const end = endOfHole(text, at + 2);
      if (end === null) return null;
      at = end;
    }
  }
  return null;
}

/** The index of the `}` that ends `${…}`; null where a `/` may be a regular expression, a comment or a division. */
function endOfHole(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '/') return null;
    if (character === '}' && depth === 0) return at;
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === '`' || character === '"' || character === "'") {
      const end = character === '`' ? endOfTemplate(text, at) : endOfString(text, at + 1, character);
      if (end === null) return null;
      at = end - 1;
    }
  }
  return null;
}

/** A `/` begins a regular expression where a value may begin; after a value it divides. */
function isRegexStart(text: string, out: readonly string[], at: number): boolean {
  if (text[at] !== '/') return false;
  let before = at - 1;
  while (before >= 0 && /\s/.test(out[before] as string)) before -= 1;
  if (before < 0 || '(,=:[!&|?{};+-*%<>~^'.includes(out[before] as string)) return true;
  const word = /[\w$]+$/.exec(out.slice(Math.max(0, before - 10), before + 1).join(''))?.[0];
  return word !== undefined && ['return', 'typeof', 'case', 'await', 'yield', 'in', 'of'].includes(word);
}
