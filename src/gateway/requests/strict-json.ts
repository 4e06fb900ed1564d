import { isUtf8 } from 'node:buffer';

/** One member of an object, or element of an array, and where its text is. `key` is empty in an array. */
export type Member = { key: string; from: number; valueFrom: number; to: number };

/**
 * The text of a body that everybody reads alike, or why there may be two readings: other bytes than UTF-8, a byte order
 * mark, or a key twice in one object, of which some take the first and some the last. `source` is known to be JSON.
 */
export function strictText(source: Buffer): { text: string } | { problem: string } {
  if (!isUtf8(source)) return { problem: 'the body is not UTF-8' };
  const text = source.toString();
  const twice = findRepeatedKey(text);
  return twice === null ? { text } : { problem: `the key ${JSON.stringify(twice)} stands twice in one object` };
}

function findRepeatedKey(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(null);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      // Inside an object a string is a key where a colon follows.
      if (keys && text[skipSpace(text, end)] === ':') {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}

/** The members of the object, or the elements of the array, whose text begins at `start`. */
export function membersAt(text: string, start: number): Member[] {
  const isObject = text[start] === '{';
  const members: Member[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] !== '}' && text[at] !== ']') {
    const from = at;
    let key = '';
    if (isObject) {
      const end = endOfString(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    const to = endOfValue(text, at);
    members.push({ key, from, valueFrom: at, to });
    at = skipSpace(text, to);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

/** Where the first value of a text begins. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (char === ',' || char === ' ' || char === '\n' || char === '\r' || char === '\t'))
      return at;
  }
  return text.length;
}

function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}
