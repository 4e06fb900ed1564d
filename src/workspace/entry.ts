import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a patch can be about. The content of a symbolic link is its target, as in git. */
export type Entry = { mode: '100644' | '100755' | '120000'; content: Buffer };

/** The file or symbolic link at a path of a folder; null for anything else, and where there is nothing. */
export async function readEntry(folder: string, path: string): Promise<Entry | null> {
  try {
    const file = join(folder, path);
    const stat = await lstat(file);
    if (stat.isSymbolicLink()) return { mode: '120000', content: Buffer.from(await readlink(file)) };
    if (!stat.isFile()) return null;
    return { mode: fileMode((stat.mode & 0o111) !== 0), content: await readFile(file) };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

export function fileMode(executable: boolean): '100644' | '100755' {
  return executable ? '100755' : '100644';
}
