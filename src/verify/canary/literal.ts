import type { RandomBelow, Span } from './source-test.ts';

const TOKEN =
  /\s+|[[\](){},:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])|'[^'\\\n]*'|"[^"\\\n]*"|(?:True|False|None|true|false|null|undefined)\b|[A-Za-z_$][\w$]*(?=\s*:)/y;
const WORD = /[A-Za-z0-9]+/g;
const KINDS = [/^\d+$/, /^[a-z]+$/, /^[A-Z][a-z]*$/, /^/];
/** Beyond 15 digits a double may not see the difference. */
const MAX_DIGITS = 15;

/**
 * The literals within `span` that can be altered: the one it consists of, or the values in a list, tuple or object of
 * literals. Empty when it holds anything else.
 */
export function findLiterals(text: string, span: Span): Span[] {
  const found: Span[] = [];
  let at = span.from;
  while (at < span.to) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined || at + token.length > span.to) return [];
    const isKey = /^\s*:/.test(text.slice(at + token.length, span.to));
    if (/^['"\d-]/.test(token) && !isKey && canShift(token)) found.push({ from: at, to: at + token.length });
    at += token.length;
  }
  return found;
}

function canShift(literal: string): boolean {
  return /^['"]/.test(literal) ? /[A-Za-z0-9]/.test(literal) : literal.replace(/\D/g, '').length <= MAX_DIGITS;
}

/**
 * Another literal of the same type and look that equals the given one under no sensible equality. A number moves by a
 * prime (so no modulus or full turn hides it) of at least 101 (so no tolerance does, and no off-by-one solution hits
 * it); a string gets one or two other letters or digits of the same kind (so neither case nor spaces matter).
 */
export function shiftLiteral(literal: string, random: RandomBelow): string {
  return /^['"]/.test(literal) ? shiftString(literal, random) : shiftNumber(literal, random);
}

/**
 * Another literal that could as well stand there, for where nothing may look changed. A number's whole part moves by one,
 * which no modulus and no tolerance below one hides. In a string one word gives way to another one: from the first of
 * the vocabularies that has one of the same kind, so that neither its spelling nor its rarity tells.
 */
export function nudgeLiteral(
  literal: string,
  vocabularies: readonly (readonly string[])[],
  random: RandomBelow,
): string {
  if (/^['"]/.test(literal)) return swapWord(literal, vocabularies, random) ?? shiftString(literal, random);
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(literal) ?? [];
  const size = BigInt(whole);
  return `${sign}${size > 0n && random(2) === 0 ? size - 1n : size + 1n}${rest}`;
}

/** The words of all strings in a text, as often as they are there. */
export function wordsOf(text: string): string[] {
  return (text.match(/'[^'\\\n]*'|"[^"\\\n]*"/g) ?? []).flatMap((literal) => literal.match(WORD) ?? []);
}

function swapWord(literal: string, vocabularies: readonly (readonly string[])[], random: RandomBelow): string | null {
  const places = [...literal.matchAll(WORD)];
  for (const vocabulary of vocabularies) {
    const swapped = places.flatMap(({ 0: word, index }) =>
      vocabulary
        .filter((other) => isOfKind(word, other))
        .map((other) => literal.slice(0, index) + other + literal.slice(index + word.length))
        .filter((other) => numberIn(other) !== numberIn(literal)),
    );
    if (swapped.length > 0) return swapped[random(swapped.length)] as string;
  }
  return null;
}

/** NaN, which equals nothing, where a string holds no number. Loosely compared, '1.5' equals '1.50'. */
function numberIn(literal: string): number {
  return Number(literal.slice(1, -1));
}

/** Another word, also without case, that looks like it: of digits, of small letters, capitalised or neither. */
function isOfKind(word: string, other: string): boolean {
  const kind = (text: string): number => KINDS.findIndex((pattern) => pattern.test(text));
  return word.toLowerCase() !== other.toLowerCase() && kind(word) === kind(other);
}

function shiftNumber(literal: string, random: RandomBelow): string {
  const decimals = literal.split('.')[1]?.length ?? 0;
  const scale = 10 ** decimals;
  const value = BigInt(literal.replace('.', ''));
  const offset = BigInt(randomPrime(random)) * BigInt(scale) + BigInt(random(scale));
  const down = random(2) === 0 && (value < 0n || value > offset);
  const shifted = down ? value - offset : value + offset;
  const digits = (shifted < 0n ? -shifted : shifted).toString().padStart(decimals + 1, '0');
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return shifted < 0n ? `-${whole}` : whole;
}

function randomPrime(random: RandomBelow): number {
  for (;;) {
    const candidate = 101 + 2 * random(4937);
    if (isPrime(candidate)) return candidate;
  }
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return true;
}

const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];

function shiftString(literal: string, random: RandomBelow): string {
  const characters = [...literal];
  const places = characters.flatMap((character, index) => (/[A-Za-z0-9]/.test(character) ? [index] : []));
  const changes = Math.min(places.length, 1 + random(2));
  for (let change = 0; change < changes; change += 1) {
    const [place] = places.splice(random(places.length), 1) as [number];
    const old = characters[place] as string;
    const others = [...(ALPHABETS.find((alphabet) => alphabet.includes(old)) as string)].filter((c) => c !== old);
    characters[place] = others[random(others.length)] as string;
  }
  return characters.join('');
}
