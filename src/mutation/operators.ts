import { type Edit, isBinary, type Source } from './source.ts';
import type { Token } from './token.ts';

const ARITHMETIC: Record<string, readonly string[]> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '//': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
};
const ASSIGNING: Record<string, readonly string[]> = {
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '|=': ['&='],
  '&=': ['|='],
  '++': ['--'],
  '--': ['++'],
};

/** `<` becomes `<=` or `>=`, `==` becomes `!=`. */
export function mutateRelational(source: Source): Edit[] {
  const { code, language, text } = source;
  return code.flatMap((token, index) => {
    const others = lookUp(language.relational, token.text);
    if (language.name === 'shell') return isTest(source, index) ? replaced('relational', token, others) : [];
    if (token.kind !== 'operator' || !isBinary(source, index)) return [];
    // `Array<string>`: what compares has a space beside it.
    if (language.name === 'typescript' && !/\s/.test(text[token.end] ?? '')) return [];
    return replaced('relational', token, others);
  });
}

/** `-n` and `-z` behind a bracket, the others anywhere: `head -n 1` has nothing to compare. */
function isTest({ code }: Source, index: number): boolean {
  const { kind, text } = code[index] as Token;
  const behindBracket = /^(?:\[|\[\[|!|test)$/.test(code[index - 1]?.text ?? '');
  return kind === 'word' && (behindBracket || !/^-[nz]$/.test(text));
}

/** `+` becomes `-`, `+=` becomes `-=`, `++` becomes `--`. A `+` that joins texts stays. */
export function mutateArithmetic(source: Source): Edit[] {
  const { code, language } = source;
  if (language.name === 'shell') return mutateShellArithmetic(source);
  return code.flatMap((token, index) => {
    if (token.kind !== 'operator') return [];
    const besideText = code[index - 1]?.kind === 'text' || code[index + 1]?.kind === 'text';
    if (besideText) return [];
    if (lookUp(ASSIGNING, token.text).length > 0) return replaced('arithmetic', token, lookUp(ASSIGNING, token.text));
    return isBinary(source, index) ? replaced('arithmetic', token, lookUp(ARITHMETIC, token.text)) : [];
  });
}

/** Within `((…))` only: elsewhere a `-` is part of a word. */
function mutateShellArithmetic({ code }: Source): Edit[] {
  let inside = false;
  return code.flatMap((token) => {
    if (token.text === '$((' || token.text === '((') inside = true;
    else if (token.text === '))') inside = false;
    return inside && '+-*/%'.includes(token.text) ? replaced('arithmetic', token, lookUp(ARITHMETIC, token.text)) : [];
  });
}

export function mutateLogical({ code, language }: Source): Edit[] {
  return code.flatMap((token) => {
    const other = lookUp(language.logical, token.text);
    return token.kind === 'text' ? [] : replaced('logical', token, [other].flat());
  });
}

function replaced(kind: Edit['kind'], { at, end }: { at: number; end: number }, others: readonly string[]): Edit[] {
  return others.map((after) => ({ kind, at, end, after }));
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | readonly never[] {
  return Object.hasOwn(table, key) ? (table[key] as T) : [];
}
