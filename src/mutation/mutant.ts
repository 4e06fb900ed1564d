export const MUTANT_KINDS = [
  'relational',
  'arithmetic',
  'logical',
  'off-by-one',
  'constant',
  'negated-condition',
  'swapped-arguments',
  'null-guard',
  'deleted-statement',
  'duplicated-statement',
] as const;
export type MutantKind = (typeof MUTANT_KINDS)[number];

/** One small change of a text: at `line` and `column` (both from 1, columns in UTF-16 units) `before` becomes `after`. */
export type Mutant = {
  file: string;
  line: number;
  column: number;
  kind: MutantKind;
  before: string;
  after: string;
};

/** The text with a mutant's change. Throws where the text does not hold `before` there: it is not the one it was made from. */
export function applyMutant(text: string, { line, column, before, after }: Omit<Mutant, 'file' | 'kind'>): string {
  const at = startOfLine(text, line) + column - 1;
  if (!text.startsWith(before, at)) throw new Error(`line ${line} does not hold ${JSON.stringify(before)}`);
  return text.slice(0, at) + after + text.slice(at + before.length);
}

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return at;
}
