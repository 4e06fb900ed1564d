import { isUtf8 } from 'node:buffer';
import { applyMutant, type Mutant, type MutantKind } from '../mutation/mutant.ts';
import { mutate } from '../mutation/mutate.ts';
import { drawSample } from '../stats/draw.ts';
import type { Change } from '../workspace/change.ts';
import { patchedLines } from '../workspace/patched-lines.ts';

/** A gold with one fault in it. */
export type GoldMutant = { mutant: Mutant; change: Change };

/** Guards change nothing where there is a value, and saying a thing twice often means no more: no test could tell. */
const HARMLESS: readonly MutantKind[] = ['null-guard', 'duplicated-statement'];

/**
 * A sample of the gold's mutants, at most `max` and the same ones every time: faults in the lines that its patch adds
 * or changes.
 */
export function mutateGold(gold: Change, patch: string, { max, seed }: { max: number; seed: string }): GoldMutant[] {
  const lines = patchedLines(patch);
  const texts = new Map(
    gold.files.filter(({ content }) => isUtf8(content)).map((file) => [file.path, `${file.content}`]),
  );
  const mutants = [...texts]
    .flatMap(([path, text]) => mutate(path, text))
    .filter(({ file, line, kind }) => lines.get(file)?.has(line) && !HARMLESS.includes(kind));
  return drawSample(mutants, max, seed).map((mutant) => {
    const content = Buffer.from(applyMutant(texts.get(mutant.file) ?? '', mutant));
    const files = gold.files.map((file) => (file.path === mutant.file ? { ...file, content } : file));
    return { mutant, change: { files, deleted: gold.deleted } };
  });
}
