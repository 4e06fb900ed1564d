import { isUtf8 } from 'node:buffer';
import { applyMutant, type Mutant } from '../mutation/mutant.ts';
import { mutate } from '../mutation/mutate.ts';
import { drawSample } from '../stats/draw.ts';
import type { Change } from '../workspace/change.ts';
import { patchedLines } from '../workspace/patched-lines.ts';

/** A gold with one fault in it. */
export type GoldMutant = { mutant: Mutant; change: Change };

/**
 * A sample of the gold's mutants, at most `max` and the same ones every time: faults in the lines that its patch adds
 * or changes. Guards against values that are not there are left out, as they change nothing where there is one.
 */
export function mutateGold(gold: Change, patch: string, { max, seed }: { max: number; seed: string }): GoldMutant[] {
  const lines = patchedLines(patch);
  const texts = new Map(
    gold.files.filter(({ content }) => isUtf8(content)).map((file) => [file.path, `${file.content}`]),
  );
  const mutants = [...texts]
    .flatMap(([path, text]) => mutate(path, text))
    .filter(({ file, line, kind }) => lines.get(file)?.has(line) && kind !== 'null-guard');
  return drawSample(mutants, max, seed).map((mutant) => {
    const content = Buffer.from(applyMutant(texts.get(mutant.file) ?? '', mutant));
    const files = gold.files.map((file) => (file.path === mutant.file ? { ...file, content } : file));
    return { mutant, change: { files, deleted: gold.deleted } };
  });
}
