import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GymkhanaError, type Problem } from '../errors.ts';
import { nearest } from '../task/nearest.ts';
import { parseTask } from '../task/parse-task.ts';
import type { Task } from '../task/task.ts';

/** That every task names an image there is a recipe for, before anything is built. Errors IMAGE_NOT_FOUND, one a task. */
export function checkImages(tasks: readonly Pick<Task, 'file' | 'image'>[], imagesFolder: string): void {
  const unknown = tasks.filter(({ image }) => !existsSync(join(imagesFolder, image, 'Dockerfile')));
  const [first, ...others] = unknown.map(({ file, image }) => describe(file, image, imagesFolder));
  if (first) throw new GymkhanaError([first, ...others]);
}

function describe(file: string, image: string, imagesFolder: string): Problem {
  const known = readdirSync(imagesFolder).sort();
  const close = nearest(image, known);
  const fix = close
    ? `did you mean \`${close}\`?`
    : `use one of ${known.join(', ')}, or add images/${image}/Dockerfile`;
  // Read once more: a loaded task does not know where its keys stand.
  const place = parseTask(readFileSync(file), file).placeOf(['image']);
  return { code: 'IMAGE_NOT_FOUND', place, problem: `no image \`${image}\``, fix };
}
