import type { Language } from './language.ts';
import { endOfQuoted, endOfRegex, endOfTemplate } from './quoted.ts';
import { tokenizeShell } from './shell.ts';
import type { Token, TokenKind } from './token.ts';

const WORD = /[#@]?[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\.?\d(?:[eE][+-]?\d|\.(?=\d)|\w)*/y;
const SPACE = /(?:[^\S\n]|\\\n)+/y;
const PREPROCESSOR = /#(?:\\\n|[^\n])*/y;

/** The code of a text in linear time, without comments. Never throws: what can't be read is a row of operators. */
export function tokenize(text: string, language: Language): Token[] {
  return language.name === 'shell' ? tokenizeShell(text) : tokenizeCode(text, language);
}

function tokenizeCode(text: string, language: Language): Token[] {
  const operators = operatorPattern(language.operators);
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, end: number) => {
    tokens.push({ kind, text: text.slice(at, end), at, end });
    at = end;
  };
  while (at < text.length) {
    const character = text[at] as string;
    const skipped = endOfSkipped(text, at, language, tokens.at(-1));
    if (skipped > at) at = skipped;
    else if (character === '\n') push('newline', at + 1);
    else {
      const opaque = endOfText(text, at, language, tokens);
      if (opaque > at) push('text', opaque);
      else if (matchEnd(NUMBER, text, at) > at) push('number', matchEnd(NUMBER, text, at));
      else if (matchEnd(WORD, text, at) > at) push('word', matchEnd(WORD, text, at));
      else push('operator', Math.max(at + 1, matchEnd(operators, text, at)));
    }
  }
  return tokens;
}

/** Past spaces, a comment or a line for C's preprocessor. */
function endOfSkipped(text: string, at: number, language: Language, before: Token | undefined): number {
  const space = matchEnd(SPACE, text, at);
  if (space > at) return space;
  if (text.startsWith(language.lineComment, at) || (at === 0 && text.startsWith('#!'))) return endOfLine(text, at);
  if (language.blockComments && text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  const startsLine = before === undefined || before.kind === 'newline';
  return language.name === 'c' && startsLine ? matchEnd(PREPROCESSOR, text, at) : at;
}

/** Past a string or a regular expression that begins here, else `at`. */
function endOfText(text: string, at: number, language: Language, tokens: readonly Token[]): number {
  const long = language.longQuotes.find((quote) => text.startsWith(quote, at));
  if (long === '`' && language.name !== 'go') return endOfTemplate(text, at);
  if (long !== undefined) return endOfQuoted(text, at, long, { lines: true, escapes: long !== '`' });
  const character = text[at] as string;
  if (language.quotes.includes(character)) {
    return endOfQuoted(text, at, character, { lines: false, escapes: true });
  }
  return language.hasRegex && character === '/' && mayBeginValue(tokens, language) ? endOfRegex(text, at) : at;
}

/** A `/` divides behind a value, and begins a regular expression elsewhere. */
function mayBeginValue(tokens: readonly Token[], { keywords }: Language): boolean {
  const before = tokens.findLast(({ kind }) => kind !== 'newline');
  if (before === undefined) return true;
  if (before.kind === 'word') return keywords.has(before.text);
  return before.kind === 'operator' && !')]}'.includes(before.text);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function operatorPattern(operators: readonly string[]): RegExp {
  const longestFirst = operators.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((operator) => operator.replaceAll(/[^=<>&]/g, '\\$&')).join('|'), 'y');
}
