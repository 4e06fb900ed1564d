import type { Path, Place } from '../../task/yaml-place.ts';

/** Braces, brackets, comma and colon stand for themselves; `misspelt` is what may not stand in a string. */
type Token = { kind: string; start: number; end: number };

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const VALUES = ['{', '[', 'string', 'scalar'];
/** What may come next, and how to say so. */
const STATES: Record<State, Rule> = {
  value: { takes: VALUES, says: 'a value' },
  'first value': { takes: [...VALUES, ']'], says: 'a value or ]' },
  key: { takes: ['string'], says: 'a key in double quotes' },
  'first key': { takes: ['string', '}'], says: 'a key in double quotes or }' },
  colon: { takes: [':'], says: 'a colon' },
  'after {': { takes: [',', '}'], says: 'a comma or }' },
  'after [': { takes: [',', ']'], says: 'a comma or ]' },
  end: { takes: ['end'], says: 'nothing more' },
};
type Rule = { takes: readonly string[]; says: string };
type State = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'after {' | 'after [' | 'end';

/** Where a text stops being JSON, and what would have to be there. Null where it is JSON. JSON.parse does not always say. */
export function findSyntaxError(text: string): { offset: number; expected: string } | null {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.end)) {
    const { kind, start } = token;
    const rule: Rule = STATES[state];
    if (kind === 'misspelt') return { offset: start, expected: 'an escape like \\n, or a letter,' };
    if (!rule.takes.includes(kind)) return { offset: start, expected: rule.says };
    if (kind === 'end') return null;
    if (kind === '{' || kind === '[') {
      open.push(kind);
      state = kind === '{' ? 'first key' : 'first value';
    } else if (kind === ':') state = 'value';
    else if (kind === ',') state = open.at(-1) === '{' ? 'key' : 'value';
    else if (state === 'key' || (state === 'first key' && kind === 'string')) state = 'colon';
    else {
      if (kind === '}' || kind === ']') open.pop();
      const inside = open.at(-1);
      state = inside ? `after ${inside}` : 'end';
    }
  }
}

/** Where the value at `path` is in a text that is JSON. Of a key that is there twice the last counts, as for JSON.parse. */
export function placeInJson(text: string, path: Path): Place {
  let value = tokenAt(text, 0);
  let place: Place = { offset: value.start, keyOffset: value.start, found: true };
  for (const step of path) {
    const child = childrenOf(text, value).findLast(({ name }) => name === String(step));
    if (!child) return { ...place, found: false };
    value = child.value;
    place = { offset: value.start, keyOffset: child.start, found: true };
  }
  return place;
}

type Child = { name: string; start: number; value: Token };

/** Of an object by their keys, of a list by their numbers; `start` is the key's, or the value's own. */
function childrenOf(text: string, parent: Token): Child[] {
  if (parent.kind !== '{' && parent.kind !== '[') return [];
  const children: Child[] = [];
  let token = tokenAt(text, parent.end);
  while (token.kind !== '}' && token.kind !== ']') {
    const { start, end } = token;
    const value = parent.kind === '{' ? tokenAt(text, tokenAt(text, end).end) : token;
    const name = parent.kind === '{' ? String(JSON.parse(text.slice(start, end))) : String(children.length);
    children.push({ name, start, value });
    token = tokenAt(text, endOf(text, value));
    if (token.kind === ',') token = tokenAt(text, token.end);
  }
  return children;
}

function endOf(text: string, value: Token): number {
  let depth = 0;
  for (let token = value; ; token = tokenAt(text, token.end)) {
    if (token.kind === '{' || token.kind === '[') depth += 1;
    if (token.kind === '}' || token.kind === ']') depth -= 1;
    if (depth === 0) return token.end;
  }
}

function tokenAt(text: string, from: number): Token {
  const start = endOfMatch(SPACE, text, from) ?? from;
  const character = text[start];
  if (character === undefined) return { kind: 'end', start, end: start };
  if ('{}[],:'.includes(character)) return { kind: character, start, end: start + 1 };
  if (character === '"') return stringAt(text, start);
  const end = endOfMatch(SCALAR, text, start);
  return end === null ? { kind: 'wrong', start, end: start + 1 } : { kind: 'scalar', start, end };
}

/** Not one regular expression: strings are long here, and its stack is not. */
function stringAt(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { kind: 'string', start, end: at + 1 };
    const escaped = code === 0x5c ? endOfMatch(ESCAPE, text, at) : at;
    if (code < 0x20 || escaped === null) return { kind: 'misspelt', start: at, end: at + 1 };
    if (code === 0x5c) at = (escaped as number) - 1;
  }
  return { kind: 'end', start: text.length, end: text.length };
}

function endOfMatch(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}
