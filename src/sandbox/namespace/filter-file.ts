import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seccompFilter } from './seccomp.ts';

/** The filter as bubblewrap takes it, in a file that nobody else can find: it has no name any more. */
export type FilterFile = {
  /** A descriptor with a place of its own in the file, for one reader, and the caller's to close. */
  open(): number;
  close(): void;
};

/** Nothing is made before the first entry. */
export function createFilterFile(): FilterFile {
  let kept: number | undefined;
  return {
    open() {
      kept ??= makeFile();
      return openSync(`/proc/self/fd/${kept}`, 'r');
    },
    close() {
      if (kept !== undefined) closeSync(kept);
      kept = undefined;
    },
  };
}

function makeFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'gymkhana-filter-'));
  try {
    const file = join(folder, 'filter');
    writeFileSync(file, seccompFilter(process.arch));
    return openSync(file, 'r');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
