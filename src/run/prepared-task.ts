import { GymkhanaError } from '../errors.ts';
import type { Image, Layer, SandboxKind } from '../sandbox/contract.ts';
import { type Hidden, loadHidden } from '../task/hidden.ts';
import type { Task } from '../task/task.ts';
import type { GoldRun } from '../verify/unexplained.ts';
import type { Change } from '../workspace/change.ts';
import { applyGold } from '../workspace/gold.ts';
import { openRepository } from '../workspace/repository.ts';

/** All that is made once a task, whatever the number of its trials. */
export type PreparedTask = {
  task: Task;
  image: Image;
  layer: Layer;
  hidden: Hidden;
  gold: Change;
  /** By verifier: how the gold's own runs ended, where they were red and no result explained it. */
  goldRuns?: Record<string, GoldRun>;
  /** That its image and its layer took. */
  seconds: number;
};

/** Errors TASK_GOLD_FAILS when the gold patch does not apply, and those of images and layers. */
export async function prepareTask(
  kind: SandboxKind,
  task: Task,
  onProgress: (line: string) => void,
): Promise<PreparedTask> {
  const hidden = await loadHidden(task);
  await kind.hide([task.folder]);
  const startedMs = performance.now();
  const image = await kind.prepareImage(task.image, onProgress);
  await using repository = await openRepository(task.workspaceFolder);
  const layer = await kind.prepareLayer(repository.folder);
  const seconds = Math.round(performance.now() - startedMs) / 1000;
  const gold = await applyGold(repository.folder, hidden.gold);
  if ('change' in gold) {
    return { task, image, layer, hidden: { ...hidden, gold: gold.patch }, gold: gold.change, seconds };
  }
  throw new GymkhanaError({
    code: 'TASK_GOLD_FAILS',
    place: gold.line === undefined ? hidden.goldFile : `${hidden.goldFile}:${gold.line}`,
    problem: `the gold patch does not apply: ${[gold.path, gold.reason].filter(Boolean).join(': ')}`,
    fix: 'make it anew from the repository as it is',
  });
}
