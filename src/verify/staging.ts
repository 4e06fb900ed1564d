import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { ScoreAssurance } from '../outcome/outcome.ts';
import type { HiddenFile } from '../task/hidden.ts';
import type { Task } from '../task/task.ts';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import type { RandomBelow, TestFile } from './canary/source-test.ts';
import { type Canary, placeCanaries } from './canary.ts';
import { deal, findTurnable, type Turn, turnTests } from './turned.ts';

/** What one run of a verification lays over a submission, and what it therefore has to report. */
export type Staging = {
  files: readonly HiddenFile[];
  canaries: Canary[];
  /** Tests that expect something else here than they were written with. */
  turned: Turn[];
};

/**
 * The runs of one verification. Where tests can be turned there are two: each of those tests is turned in one of them,
 * which one a coin decides, and is as it was in the other. So the runs are alike: whoever knows which of the two this is
 * knows nothing of what it has to report. Pure but for `random`.
 */
export function planStagings(
  hidden: readonly HiddenFile[],
  { spec, task, random }: { spec: TestsSpec; task: Pick<Task, 'devTests'>; random: RandomBelow },
): [Staging, ...Staging[]] {
  // Files that aren't text stay as they are.
  const texts = hidden.flatMap(({ path, content }) => (isUtf8(content) ? [{ path, text: content.toString() }] : []));
  const visible = new Set(task.devTests.failing);
  const unseen = new Set(spec.failToPass.filter((id) => !visible.has(id)));
  const stage = (turning: ReadonlySet<string>): Staging => {
    const { files, turned } = turnTests(texts, spec.report, turning, random);
    const { files: complete, canaries } = placeCanaries(files, spec.report, random, turned);
    return { files: replaceTexts(hidden, complete), canaries, turned };
  };
  const turnable = findTurnable(texts, spec.report, unseen);
  if (turnable.length === 0) return [stage(new Set())];
  const [first, second] = deal(turnable, random);
  return [stage(first), stage(second)];
}

/** Whether some test has to fail in a run. */
export function isStaged({ canaries, turned }: Pick<Staging, 'canaries' | 'turned'>): boolean {
  return canaries.length + turned.length > 0;
}

/** One run of the tests just as they are. */
export function asTheyAre(hidden: readonly HiddenFile[]): [Staging] {
  return [{ files: hidden, canaries: [], turned: [] }];
}

/**
 * How much a score of tests that import the code under test is worth. Canaries alone can be spotted and spared, so they
 * count only together with tests that are turned.
 */
export function assuranceOf(stagings: readonly Staging[]): z.infer<typeof ScoreAssurance> {
  const isWatched = stagings.length > 1 && stagings.every(({ canaries }) => canaries.length > 0);
  return isWatched ? 'in-process+canary' : 'in-process';
}

/** How many of the tests that only a solution passes are turned. The others stand as they are: code may let them pass. */
export function watchedBy(
  stagings: readonly Staging[],
  { failToPass }: Pick<TestsSpec, 'failToPass'>,
): { tests: number; of: number } {
  return { tests: stagings.reduce((sum, { turned }) => sum + turned.length, 0), of: failToPass.length };
}

function replaceTexts(hidden: readonly HiddenFile[], texts: readonly TestFile[]): HiddenFile[] {
  const contents = new Map(texts.map(({ path, text }) => [path, Buffer.from(text)]));
  return hidden.map((file) => ({ ...file, content: contents.get(file.path) ?? file.content }));
}
