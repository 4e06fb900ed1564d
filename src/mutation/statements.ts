import { type Edit, isOperator, type Source } from './source.ts';
import type { Token } from './token.ts';

/** What begins these is no plain statement, or nothing would be the same without it. */
const DECLARES =
  /^(?:const|let|var|import|export|from|function|class|def|async|if|else|elif|for|while|do|switch|case|default|try|catch|finally|except|with|type|interface|enum|struct|union|typedef|package|func|static|extern|then|fi|done|esac|in|select|local|readonly|lambda|global|nonlocal|pass|@.*|[{}\])]|;;|\)\))$/;
const ENDS = new Set(['return', 'break', 'continue', 'throw', 'raise', 'goto', 'exit']);
const NOTHING: Record<string, string> = {
  javascript: ';',
  typescript: ';',
  c: ';',
  go: '',
  python: 'pass',
  shell: ':',
};
const MAX_TOKENS = 120;

export type Statement = {
  at: number;
  end: number;
  tokens: readonly Token[];
};

/** Plain statements that begin a line: no declarations, no headers of blocks. */
export function statementsOf(source: Source): Statement[] {
  const { tokens } = source;
  const statements: Statement[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    if (!beginsLine(tokens, index) || !mayBegin(source, index)) continue;
    const last = endOfStatement(source, index);
    if (last === null) continue;
    const own = tokens.slice(index, last + 1);
    statements.push({ at: (own[0] as Token).at, end: (own.at(-1) as Token).end, tokens: own });
    index = last;
  }
  return statements;
}

/** A statement goes, or comes twice where that may matter: assigning the same value again does not. */
export function mutateStatements(source: Source): Edit[] {
  const { text, language } = source;
  return statementsOf(source).flatMap(({ at, end, tokens }): Edit[] => {
    const statement = text.slice(at, end);
    const first = tokens[0]?.text ?? '';
    const deleted: Edit = { kind: 'deleted-statement', at, end, after: NOTHING[language.name] ?? '' };
    const joint = ['python', 'shell', 'go'].includes(language.name) ? '; ' : ' ';
    const assigns = tokens.some((token) => isOperator(token, '=', ':='));
    const counts = tokens.some((token) => isOperator(token, '(', '++', '--', '+=', '-=', '*=', '|='));
    const matters = language.name === 'shell' || (counts && !assigns);
    if (ENDS.has(first) || !matters || statement.includes('\n')) return [deleted];
    return [deleted, { kind: 'duplicated-statement', at, end, after: statement + joint + statement }];
  });
}

function beginsLine(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return tokens[index]?.kind !== 'newline' && (before === undefined || before.kind === 'newline');
}

/** Behind the end of something: not in the middle of an expression or a list. */
function mayBegin({ tokens, language }: Source, index: number): boolean {
  const first = tokens[index] as Token;
  if (first.kind === 'number' || first.kind === 'text') return false;
  if (DECLARES.test(first.text) || (first.kind === 'operator' && !'(*+-!'.includes(first.text[0] as string)))
    return false;
  const before = lastCode(tokens, index - 1);
  if (language.name === 'python' || language.name === 'shell') return true;
  if (language.name === 'go') return !isOperator(before, ',', '(', '[');
  return (
    before === undefined || isOperator(before, ';', '{', '}', ')', ':') || before.text === 'else' || language.hasRegex
  );
}

function lastCode(tokens: readonly Token[], from: number): Token | undefined {
  let index = from;
  while (tokens[index]?.kind === 'newline') index -= 1;
  return tokens[index];
}

/** The index of the last token of the statement, or null where it is something else after all. */
function endOfStatement({ tokens, language }: Source, from: number): number | null {
  const needsSemicolon = language.name === 'c';
  let depth = 0;
  for (let index = from; index < tokens.length && index < from + MAX_TOKENS; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === 'newline' && depth === 0 && !needsSemicolon) {
      return isWhole(tokens, from, index - 1, language.hasRegex) ? index - 1 : null;
    }
    if (token.kind === 'newline' || token.kind === 'text') continue;
    if (isOperator(token, '{') && depth === 0 && !isOperator(tokens[index - 1], '=', ':', '?', ',', '&&', '||'))
      return null;
    if (isOperator(token, '(', '[', '{', '$(', '$((')) depth += 1;
    if (isOperator(token, ')', ']', '}', '))')) depth -= 1;
    if (depth < 0) return null;
    if (isOperator(token, ';') && depth === 0) return isWhole(tokens, from, index, language.hasRegex) ? index : null;
  }
  const endsWithText = tokens.length <= from + MAX_TOKENS && depth === 0 && !needsSemicolon;
  return endsWithText && isWhole(tokens, from, tokens.length - 1, language.hasRegex) ? tokens.length - 1 : null;
}

/** `a = b` and `a(b)`, not `case x:`, `label:`, `int a;`, an item of a list or a part of a longer expression. */
function isWhole(tokens: readonly Token[], from: number, last: number, mayGoOn: boolean): boolean {
  const [first, second] = [tokens[from] as Token, tokens[from + 1] as Token | undefined];
  const end = tokens[last] as Token;
  if (isOperator(end, ',', ':', '{', '+', '-', '&&', '||', '=', '=>', '?', '.', '|', '\\')) return false;
  if (mayGoOn && !isOperator(end, ';') && continues(tokens, last + 1)) return false;
  const jumps =
    ENDS.has(first.text) || ['await', 'yield', 'delete', 'del', 'assert', 'defer', 'go', 'new'].includes(first.text);
  if (isOperator(second, ':')) return false;
  const declares = mayGoOn && second?.kind === 'word' && !jumps;
  const isTyped = !mayGoOn && second?.kind === 'word' && isOperator(end, ';') && !jumps;
  return !declares && !isTyped;
}

function continues(tokens: readonly Token[], from: number): boolean {
  let index = from;
  while (tokens[index]?.kind === 'newline') index += 1;
  return tokens[index]?.kind === 'operator' && !isOperator(tokens[index], '}', '++', '--', '!', '[', '{');
}
