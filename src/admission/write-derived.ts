import { readFile } from 'node:fs/promises';
import { GymkhanaError } from '../errors.ts';
import { writeDurably } from '../files.ts';
import { type TestIds, updateVerifyIds } from '../task/rewrite.ts';

/**
 * Writes what the hidden tests of some verifiers must do into a task.yaml, all at once, as it is on disk by now.
 * @throws GymkhanaError TASK_INVALID, PATH_UNUSABLE, DISK_FULL; the file is as it was then
 */
export async function writeDerived(file: string, idsOf: ReadonlyMap<string, TestIds>): Promise<void> {
  if (idsOf.size === 0) return;
  try {
    const before = await readFile(file, 'utf8');
    const text = updateVerifyIds(before, idsOf);
    if (text !== before) await writeDurably(file, text);
  } catch (error) {
    throw placed(error, file);
  }
}

function placed(error: unknown, file: string): unknown {
  if (error instanceof GymkhanaError) {
    const [first, ...others] = error.problems.map((problem) => ({ ...problem, place: file }));
    return first ? new GymkhanaError([first, ...others], { cause: error }) : error;
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const problem = `it can't be written: ${code}`;
  const fix = 'make it and its folder writable';
  return new GymkhanaError({ code: 'PATH_UNUSABLE', place: file, problem, fix }, { cause: error });
}
