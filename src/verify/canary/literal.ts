import type { RandomBelow, Span } from './source-test.ts';

const TOKEN =
  /\s+|[[\](){},:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])|'[^'\\\n]*'|"[^"\\\n]*"|(?:True|False|None|true|false|null|undefined)\b|[A-Za-z_$][\w$]*(?=\s*:)/y;
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
 * Another literal that could as well stand there, for where nothing may look changed: a number's whole part moves by one,
 * which no modulus and no tolerance below one hides; a string changes as in shiftLiteral.
 */
export function nudgeLiteral(literal: string, random: RandomBelow): string {
  if (/^['"]/.test(literal)) return shiftString(literal, random);
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(literal) ?? [];
  const size = BigInt(whole);
  return `${sign}${size > 0n && random(2) === 0 ? size - 1n : size + 1n}${rest}`;
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
