import { IMAGES, ROOT } from '../package/root.ts';
import { checkImages } from '../run/images.ts';
import { loadDataset } from '../task/dataset.ts';
import type { Task } from '../task/task.ts';

/** What selectors on a command line name, with images that there are. Errors TASK_NOT_FOUND, TASK_INVALID, IMAGE_NOT_FOUND. */
export async function loadTasks(selectors: readonly string[]): Promise<Task[]> {
  const tasks = await loadDataset(selectors, { root: ROOT });
  checkImages(tasks, IMAGES);
  return tasks;
}
