import { mutateArguments } from './arguments.ts';
import { mutateConditions } from './conditions.ts';
import { mutateConstants, mutateOffByOne } from './constants.ts';
import { languageOf } from './language.ts';
import { MUTANT_KINDS, type Mutant } from './mutant.ts';
import { mutateNullGuards } from './null-guards.ts';
import { mutateArithmetic, mutateLogical, mutateRelational } from './operators.ts';
import { type Edit, readSource } from './source.ts';
import { mutateStatements } from './statements.ts';

const MUTATIONS = [
  mutateRelational,
  mutateArithmetic,
  mutateLogical,
  mutateOffByOne,
  mutateConstants,
  mutateConditions,
  mutateArguments,
  mutateNullGuards,
  mutateStatements,
];

/**
 * Every mutant of a text, in the order of their places, then kinds: small faults of the kinds that mutation testing
 * (DeMillo, Lipton and Sayward 1978) and program repair (Le Goues et al. 2012, GenProg; Kim et al. 2013, PAR) look at.
 * The language follows from the ending of `file`; one that is not known has none. Strings and comments are left alone.
 * Pure, and linear but for the number of mutants: whoever wants fewer takes a sample.
 */
export function mutate(file: string, text: string): Mutant[] {
  const language = languageOf(file);
  if (language === null) return [];
  const source = readSource(text, language);
  const edits = MUTATIONS.flatMap((mutation) => mutation(source)).filter(
    ({ at, end, after }) => text.slice(at, end) !== after,
  );
  const placeOf = placeFinder(text);
  return dropRepeats(edits.toSorted(inOrder)).map(({ kind, at, end, after }) => {
    return { file, ...placeOf(at), kind, before: text.slice(at, end), after };
  });
}

function inOrder(a: Edit, b: Edit): number {
  const byKind = MUTANT_KINDS.indexOf(a.kind) - MUTANT_KINDS.indexOf(b.kind);
  return a.at - b.at || byKind || a.end - b.end || (a.after < b.after ? -1 : 1);
}

/** Two mutations may come to the same text. */
function dropRepeats(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return edits.filter(({ at, end, after }) => {
    const key = `${at} ${end} ${after}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Lines and columns of offsets that come in order. */
function placeFinder(text: string): (at: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  return (at) => {
    for (let end = text.indexOf('\n', start); end !== -1 && end < at; end = text.indexOf('\n', start)) {
      line += 1;
      start = end + 1;
    }
    return { line, column: at - start + 1 };
  };
}
