import { type Edit, isOperator, type Source } from './source.ts';
import { statementsOf } from './statements.ts';
import type { Token } from './token.ts';

const NEVER_NULL = /^(?:this|self|super|cls|Math|Object|Array|JSON|Number|String|Promise|Date|console|process|import)$/;

const MAX_CHAIN = 40;

/**
 * A value is looked into only where there is one, or always. In JavaScript `a.b` becomes `a?.b` and the other way round;
 * in C, Python and Go a statement that looks into a name gets a condition.
 */
export function mutateNullGuards(source: Source): Edit[] {
  const { name } = source.language;
  if (name === 'javascript' || name === 'typescript') return mutateChains(source);
  return name === 'shell' ? [] : guardStatements(source);
}

function mutateChains({ code, language }: Source): Edit[] {
  return code.flatMap((token, index): Edit[] => {
    const { at, end } = token;
    if (isOperator(token, '?.')) {
      const isMember = code[index + 1]?.kind === 'word';
      return [{ kind: 'null-guard', at, end, after: isMember ? '.' : '' }];
    }
    const object = code[index - 1];
    const isName = object?.kind === 'word' && !NEVER_NULL.test(object.text) && !language.keywords.has(object.text);
    const isMember = isOperator(token, '.') && isName && code[index + 1]?.kind === 'word';
    return isMember && !isTarget(code, index) ? [{ kind: 'null-guard', at, end, after: '?.' }] : [];
  });
}

/** Nothing can be assigned to `a?.b`. */
function isTarget(code: readonly Token[], dot: number): boolean {
  let index = dot;
  while (index < dot + MAX_CHAIN && isOperator(code[index], '.') && code[index + 1]?.kind === 'word') index += 2;
  const next = code[index];
  return next?.kind === 'operator' && /^(?:[-+*/%&|^?]*=|\+\+|--|\[)$/.test(next.text);
}

function guardStatements(source: Source): Edit[] {
  const { text, language } = source;
  return statementsOf(source).flatMap(({ at, end, tokens }): Edit[] => {
    const object = lookedInto(tokens, language.name);
    const statement = text.slice(at, end);
    if (object === null || statement.includes('\n')) return [];
    const after = {
      c: `if (${object} != NULL) ${statement}`,
      python: `if ${object} is not None: ${statement}`,
      go: `if ${object} != nil { ${statement} }`,
    }[language.name as 'c' | 'python' | 'go'];
    return [{ kind: 'null-guard', at, end, after }];
  });
}

/** The first name of a statement that is looked into. */
function lookedInto(tokens: readonly Token[], language: string): string | null {
  const member = language === 'c' ? '->' : '.';
  const at = tokens.findIndex(
    (token, index) =>
      isOperator(token, member) && tokens[index - 1]?.kind === 'word' && !isOperator(tokens[index - 2], '.', '->'),
  );
  const name = tokens[at - 1]?.text;
  return name === undefined || NEVER_NULL.test(name) ? null : name;
}
