import { type Edit, isOperator, type Source } from './source.ts';
import type { Token } from './token.ts';

const MAX_ARGUMENTS = 8;

/** Two neighbours among the arguments of a call change places. Parameters of a definition stay. */
export function mutateArguments(source: Source): Edit[] {
  const { code, text, language, pairs } = source;
  if (language.name === 'shell') return [];
  return code.flatMap((token, index): Edit[] => {
    const close = isOperator(token, '(') ? pairs.get(index) : undefined;
    if (close === undefined || !isCall(source, index, close)) return [];
    const commas = commasBetween(code, pairs, index, close);
    if (commas.length === 0 || commas.length >= MAX_ARGUMENTS) return [];
    const ends = [index, ...commas, close];
    return commas.flatMap((_, number): Edit[] => {
      const one = spanBetween(code, ends[number] as number, ends[number + 1] as number);
      const other = spanBetween(code, ends[number + 1] as number, ends[number + 2] as number);
      if (one === null || other === null) return [];
      const [first, second] = [text.slice(one.at, one.end), text.slice(other.at, other.end)];
      // Named arguments may stand in any order.
      if (first === second || /^\w+\s*=(?!=)|^\*|^\.\.\./.test(first) || /^\w+\s*=(?!=)|^\*|^\.\.\./.test(second))
        return [];
      const after = second + text.slice(one.end, other.at) + first;
      return [{ kind: 'swapped-arguments', at: one.at, end: other.end, after }];
    });
  });
}

function isCall({ code, text, language }: Source, open: number, close: number): boolean {
  const callee = code[open - 1];
  const before = code[open - 2];
  if (callee?.kind !== 'word' || language.keywords.has(callee.text)) return false;
  if (['function', 'def', 'func', 'class'].includes(before?.text ?? '')) return false;
  // `int max(int a, int b)`, `func (m *Map) Get(key string)`, and a method with its body.
  const declares =
    before?.kind === 'word' && !['return', 'await', 'yield', 'new', 'case', 'else', 'throw'].includes(before.text);
  if (declares && ['c', 'javascript', 'typescript'].includes(language.name) && !language.keywords.has(before.text))
    return false;
  if (language.name === 'go' && isOperator(before, ')')) return false;
  // `int *max(int *a)`: C's declarations are not indented, its calls are.
  const line = text.lastIndexOf('\n', callee.at) + 1;
  if (language.name === 'c' && /\w/.test(text[line] ?? '')) return false;
  const behind = code[close + 1];
  return !isOperator(behind, '=>') && !(isOperator(behind, '{') && language.name !== 'go');
}

function commasBetween(
  code: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  open: number,
  close: number,
): number[] {
  const commas: number[] = [];
  for (let index = open + 1; index < close; index += 1) {
    if (isOperator(code[index], ',')) commas.push(index);
    // A list of many things is no list of arguments worth a look, however deep it goes.
    if (commas.length >= MAX_ARGUMENTS) break;
    index = pairs.get(index) ?? index;
  }
  return commas;
}

function spanBetween(code: readonly Token[], before: number, behind: number): { at: number; end: number } | null {
  if (behind - before < 2) return null;
  return { at: (code[before + 1] as Token).at, end: (code[behind - 1] as Token).end };
}
