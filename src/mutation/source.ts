import type { Language } from './language.ts';
import type { MutantKind } from './mutant.ts';
import { matchBrackets, type Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/** A text that was read once for all mutations. */
export type Source = {
  text: string;
  language: Language;
  /** With newlines. */
  tokens: readonly Token[];
  /** Without them. */
  code: readonly Token[];
  /** Of `code`, by index. */
  pairs: ReadonlyMap<number, number>;
};

/** What stands at `at` up to `end` becomes `after`. */
export type Edit = { kind: MutantKind; at: number; end: number; after: string };

export function readSource(text: string, language: Language): Source {
  const tokens = tokenize(text, language);
  const code = tokens.filter(({ kind }) => kind !== 'newline');
  return { text, language, tokens, code, pairs: matchBrackets(code) };
}

export function isOperator(token: Token | undefined, ...texts: string[]): boolean {
  return token?.kind === 'operator' && texts.includes(token.text);
}

/** Whether a value may end here: what follows it is no sign. */
export function endsValue(token: Token | undefined, { keywords }: Language): boolean {
  if (token === undefined) return false;
  if (token.kind === 'word') return !keywords.has(token.text);
  return token.kind === 'operator' ? ')]'.includes(token.text) : true;
}

/** Whether the operator at `index` stands between two values, and is spaced like one: `a * b` or `a*b`, not `int *b`. */
export function isBinary({ code, text, language }: Source, index: number): boolean {
  const token = code[index] as Token;
  const next = code[index + 1];
  if (next === undefined || !endsValue(code[index - 1], language)) return false;
  const isSpace = (at: number) => /\s/.test(text[at] ?? ' ');
  const startsValue = next.kind !== 'operator' || '([{-+!~*&'.includes(next.text[0] as string);
  return startsValue && isSpace(token.at - 1) === isSpace(token.end);
}
