import { type Edit, endsValue, isBinary, isOperator, type Source } from './source.ts';
import type { Token } from './token.ts';

/** A whole number becomes its neighbours and 0, a boolean the other one. */
export function mutateConstants({ code, language }: Source): Edit[] {
  return code.flatMap((token, index): Edit[] => {
    const { kind, text, at, end } = token;
    if (kind === 'word' && Object.hasOwn(language.booleans, text) && !isOperator(code[index - 1], '.')) {
      return [{ kind: 'constant', at, end, after: language.booleans[text] ?? '' }];
    }
    if (kind !== 'number' || isDescriptor(code, index)) return [];
    return neighbours(text).map((after) => ({ kind: 'constant', at, end, after }));
  });
}

function neighbours(text: string): string[] {
  if (/^\d*\.\d+$/.test(text)) return ['0'];
  if (!/^(0|[1-9]\d*)$/.test(text) || !Number.isSafeInteger(Number(text) + 1)) return [];
  const value = Number(text);
  return [...new Set([value + 1, Math.max(0, value - 1), 0])].filter((other) => other !== value).map(String);
}

/** The numbers of `2>&1` name no amount. */
function isDescriptor(code: readonly Token[], index: number): boolean {
  const { end } = code[index] as Token;
  const next = code[index + 1];
  const redirects = isOperator(next, '>', '>>', '<', '>&') && next?.at === end;
  return redirects || isOperator(code[index - 1], '>&');
}

/** `n + 1` and `n - 1` lose or turn their 1; an index, a length and an assigned name get one. */
export function mutateOffByOne(source: Source): Edit[] {
  const { code, language, pairs } = source;
  if (language.name === 'shell') return [];
  return code.flatMap((token, index): Edit[] => {
    if (isOperator(token, '+', '-') && code[index + 1]?.text === '1' && isBinary(source, index)) {
      const before = code[index - 1] as Token;
      return [{ kind: 'off-by-one', at: before.end, end: (code[index + 1] as Token).end, after: '' }];
    }
    if (isOperator(token, '[') && endsValue(code[index - 1], language) && pairs.get(index) === index + 2) {
      return shiftedName(code[index + 1] as Token);
    }
    if (isLength(source, index)) return shifted(token).slice(1);
    return isAssignedName(source, index) ? shiftedName(token) : [];
  });
}

function shiftedName(token: Token): Edit[] {
  return token.kind === 'word' ? shifted(token) : [];
}

function shifted({ end }: Token): Edit[] {
  return [' + 1', ' - 1'].map((after) => ({ kind: 'off-by-one', at: end, end, after }));
}

/** The end of `x.length`, `x.size` or `len(x)`. */
function isLength({ code, pairs }: Source, index: number): boolean {
  const token = code[index] as Token;
  if (isOperator(token, ')')) {
    return [2, 3, 4].some((back) => pairs.get(index - back) === index && code[index - back - 1]?.text === 'len');
  }
  const next = code[index + 1];
  const isRead = !isOperator(next, '=', '++', '--', '(');
  return (token.text === 'length' || token.text === 'size') && isOperator(code[index - 1], '.') && isRead;
}

/** `b` of `a = b;`. */
function isAssignedName({ code, text, language }: Source, index: number): boolean {
  const token = code[index] as Token;
  if (token.kind !== 'word' || language.keywords.has(token.text) || !isOperator(code[index - 1], '=', ':='))
    return false;
  if (/^(?:null|undefined|None|nil|NULL|this|self|true|false|True|False)$/.test(token.text)) return false;
  return /^[ \t]*(?:;|\n|$)/.test(text.slice(token.end, token.end + 40));
}
