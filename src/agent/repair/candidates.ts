import { applyMutant, type Mutant, type MutantKind } from '../../mutation/mutant.ts';
import { mutate } from '../../mutation/mutate.ts';
import { drawInOrder } from '../../stats/draw.ts';
import type { Replacement } from './bench.ts';
import type { Suspicion } from './suspects.ts';

/** How often a fault is of a kind: what small fixes are made of comes first. */
const PRIOR: Record<MutantKind, number> = {
  relational: 1,
  'off-by-one': 0.6,
  logical: 0.6,
  'negated-condition': 0.4,
  arithmetic: 0.4,
  'swapped-arguments': 0.25,
  constant: 0.4,
  'deleted-statement': 0.2,
  'null-guard': 0.05,
  'duplicated-statement': 0.05,
};
/** What a failure says where a value was not there. */
const NULL_FAILURES = /of (?:null|undefined)|NoneType|nil pointer|Segmentation fault|SIGSEGV/;

export type Priors = (mutant: Mutant) => number;

/** By what the test run said: guards are worth a try where a value was missing. */
export function priorsFor(output: string): Priors {
  const guard = NULL_FAILURES.test(output) ? 1 : PRIOR['null-guard'];
  return ({ kind, before }) => {
    if (kind === 'null-guard') return guard;
    // Somebody thought of a fencepost here.
    return kind === 'off-by-one' && before !== '' ? 1 : PRIOR[kind];
  };
}

/**
 * The mutants of all sources in the order in which they are tried: drawn by the suspicion of their lines, which the
 * mutants of a line share by the priors of their kinds.
 */
export function orderMutants(
  sources: ReadonlyMap<string, string>,
  { suspicion, priors, seed }: { suspicion: Suspicion; priors: Priors; seed: string },
): Mutant[] {
  const mutants = [...sources].flatMap(([file, text]) => mutate(file, text));
  const shares = new Map<string, number>();
  const lineOf = ({ file, line }: Mutant) => `${file}:${line}`;
  for (const mutant of mutants) shares.set(lineOf(mutant), (shares.get(lineOf(mutant)) ?? 0) + priors(mutant));
  const weightOf = (mutant: Mutant) => {
    // A line on which much can be changed is more often wrong than one with little, but not in proportion.
    const share = priors(mutant) / Math.sqrt(shares.get(lineOf(mutant)) ?? 1);
    return share * suspicion(mutant.file, mutant.line) ** 1.5;
  };
  return drawInOrder(mutants, weightOf, seed);
}

/** A mutant as whole lines of its file. */
export function asReplacement(text: string, mutant: Mutant): Replacement {
  const { file, line, before } = mutant;
  const last = line + before.split('\n').length - 1;
  const mutated = applyMutant(text, mutant).split('\n');
  const grown = mutated.length - text.split('\n').length;
  return { file, first: line, last, text: mutated.slice(line - 1, last + grown).join('\n') };
}
