import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { GymkhanaError } from '../../errors.ts';

const ANYBODY_ENTERS = 0o001;

/** In a shell, in a table of mounts and in an overlay's options it is nothing but a path. */
export function isPlain(path: string): boolean {
  return /^[A-Za-z0-9/._+-]+$/.test(path);
}

/**
 * Where the folders of root's sandboxes are made: their processes are another user's, and root's own temporary folder
 * may be closed to it. Errors SANDBOX_FAILED.
 */
export function publicFolder(candidates = [resolve(tmpdir()), '/tmp', '/var/tmp', '/run']): string {
  const found = candidates.find((folder) => isPlain(folder) && isOpen(folder));
  if (found) return found;
  const problem = `an ordinary user can enter none of ${candidates.join(', ')}, or its name has more than letters, digits and ._+-`;
  const fix = 'set TMPDIR to a folder of a plain name that everybody may enter';
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: 'namespace', problem, fix });
}

function isOpen(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory() || (stat.mode & ANYBODY_ENTERS) === 0) return false;
  return folder === '/' || isOpen(dirname(folder));
}
