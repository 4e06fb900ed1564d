import { type Edit, isOperator, type Source } from './source.ts';
import type { Token } from './token.ts';

const NOT: Record<string, (condition: string) => string> = {
  javascript: (condition) => `!(${condition})`,
  typescript: (condition) => `!(${condition})`,
  c: (condition) => `!(${condition})`,
  go: (condition) => `!(${condition})`,
  python: (condition) => `not (${condition})`,
};

/** Conditions of `if` and `while` are negated; a negation is dropped. */
export function mutateConditions(source: Source): Edit[] {
  return [...negate(source), ...affirm(source)];
}

function negate(source: Source): Edit[] {
  const { code, text, language } = source;
  return code.flatMap((token, index): Edit[] => {
    if (token.kind !== 'word' || !['if', 'elif', 'while'].includes(token.text)) return [];
    if (isOperator(code[index - 1], '.')) return [];
    if (language.name === 'shell') return negateShell(code, index);
    const span = conditionSpan(source, index);
    if (span === null) return [];
    const condition = text.slice(span.at, span.end);
    return [{ kind: 'negated-condition', ...span, after: NOT[language.name]?.(condition) ?? condition }];
  });
}

/** Where the condition behind the keyword at `index` stands, without brackets that have to be there. */
function conditionSpan({ code, pairs, language }: Source, index: number): { at: number; end: number } | null {
  if (language.name === 'python') return spanUpTo(code, pairs, index + 1, ':');
  if (language.name === 'go') {
    const body = indexOf(code, pairs, index + 1, '{');
    if (body === null) return null;
    const header = indexOf(code.slice(0, body), pairs, index + 1, ';');
    return spanUpTo(code, pairs, header === null ? index + 1 : header + 1, '{');
  }
  const close = isOperator(code[index + 1], '(') ? pairs.get(index + 1) : undefined;
  if (close === undefined || close === index + 2) return null;
  return { at: (code[index + 2] as Token).at, end: (code[close - 1] as Token).end };
}

function spanUpTo(
  code: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  from: number,
  stop: string,
): { at: number; end: number } | null {
  const end = indexOf(code, pairs, from, stop);
  if (end === null || end === from) return null;
  return { at: (code[from] as Token).at, end: (code[end - 1] as Token).end };
}

/** The first such operator that is in no brackets, within a bounded distance. */
function indexOf(
  code: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  from: number,
  stop: string,
): number | null {
  const last = Math.min(code.length, from + 200);
  for (let index = from; index < last; index += 1) {
    if (isOperator(code[index], stop)) return index;
    index = pairs.get(index) ?? index;
  }
  return null;
}

function negateShell(code: readonly Token[], index: number): Edit[] {
  const next = code[index + 1];
  if (next === undefined) return [];
  const { at, end, text } = next;
  if (text !== '!') return [{ kind: 'negated-condition', at, end: at, after: '! ' }];
  return [{ kind: 'negated-condition', at, end: Math.max(end, code[index + 2]?.at ?? end), after: '' }];
}

function affirm({ code, language }: Source): Edit[] {
  if (language.name === 'shell') return [];
  return code.flatMap((token, index): Edit[] => {
    const next = code[index + 1];
    if (next === undefined) return [];
    const isNot = language.name === 'python' ? token.text === 'not' && next.text !== 'in' : isOperator(token, '!');
    if (!isNot || token.kind === 'text' || code[index - 1]?.text === 'is') return [];
    return [{ kind: 'negated-condition', at: token.at, end: next.at, after: '' }];
  });
}
