import * as z from 'zod';
import { type MergedItem, mergeRankings } from '../../../src/stats/merge-rankings.ts';
import { selectByVotes, topVotedScore } from '../../../src/stats/patch-votes.ts';
import { truncateMiddle } from '../../../src/text/middle.ts';
import { betweenTags } from '../../../src/text/tags.ts';
import { type Check, type Comparison, Label, parse, Source, within } from '../golden.ts';

const Codes = z.array(z.array(z.int().nullable()));
const Selection = z.object({
  patches: z.array(z.string()),
  exit_codes: Codes,
  max_candidates: z.int(),
  resolved: z.record(z.string(), z.boolean()),
});
const Rankings = z.object({ rankings: z.array(z.array(z.string())), merged: z.array(z.string()) });
const Tags = z.object({ text: z.string(), tag: z.string() });
const Output = z.object({ text: z.string(), max: z.int() });

/** Each section is a list of cases for a function of its own. */
const SECTIONS: Record<string, (given: unknown) => Comparison> = {
  selection: (given) => {
    const { patches, exit_codes: codes, max_candidates: max, resolved } = parse(given, Selection);
    const selected = selectByVotes(patches, codes, max).map(({ patch, sampleIndex }) => ({
      patch,
      sample_index: sampleIndex,
    }));
    const score = topVotedScore(
      codes,
      patches.map((patch) => resolved[patch]!),
    );
    return { at: '', expected: without(given, Selection), actual: { selected, majority_voting_score: score } };
  },
  merge_rankings: (given) => {
    const { rankings, merged } = parse(given, Rankings);
    const expected = without(given, Rankings.omit({ merged: true }));
    return { at: '', expected, actual: { merged: orderedAs(merged, mergeRankings(rankings)) } };
  },
  extract_from_tags: (given) => {
    const { text, tag } = parse(given, Tags);
    const found = betweenTags(text, tag);
    return { at: '', expected: without(given, Tags), actual: { result: 'text' in found ? found.text : found } };
  },
  truncate_output: (given) => {
    const { text, max } = parse(given, Output);
    return { at: '', expected: without(given, Output), actual: { result: truncateMiddle(text, max) } };
  },
};

const File = z.object({ source: Source.source }).catchall(z.array(z.unknown()).min(1));

export const checkCodeMonkeys: Check = (file) => {
  const { source: _, ...sections } = parse(file, File);
  return Object.entries(sections).flatMap(([name, cases]) => {
    const check = Object.hasOwn(SECTIONS, name) ? SECTIONS[name] : undefined;
    if (!check) throw new Error(`nothing checks the section ${name}`);
    return cases.flatMap((given, index) => within(`${name} ${index}`, [check(given)]));
  });
};

/** The fields of a case that are not its input: those that it expects. */
function without(given: unknown, { shape }: z.ZodObject): Record<string, unknown> {
  const fields = parse(given, z.record(z.string(), z.unknown()));
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !Object.hasOwn({ ...shape, ...Label }, field)));
}

/** The merged items; those of equal rank, which the original leaves to chance, in the order of the file. */
function orderedAs(order: string[], merged: MergedItem[]): string[] {
  const isTied = (a: MergedItem, b: MergedItem) => Math.abs(a.rank - b.rank) < 1e-12;
  return merged
    .toSorted((a, b) => (isTied(a, b) ? order.indexOf(a.item) - order.indexOf(b.item) : a.rank - b.rank))
    .map(({ item }) => item);
}
