/** `text` is a string, a template or a regular expression: opaque. Comments and spaces are no tokens. */
export type TokenKind = 'word' | 'number' | 'text' | 'operator' | 'newline';

/** A piece of code, at `at` up to but not including `end`. */
export type Token = { kind: TokenKind; text: string; at: number; end: number };

/** The index of the bracket that closes each opening one. Brackets that don't match are left out. */
export function matchBrackets(tokens: readonly Token[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'operator') return;
    if ('([{'.includes(text)) open.push(index);
    else if (')]}'.includes(text)) {
      const opening = open.pop();
      if (opening !== undefined && CLOSING[tokens[opening]?.text ?? ''] === text) pairs.set(opening, index);
    }
  });
  return pairs;
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
