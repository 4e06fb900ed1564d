import { z } from 'zod';
import { quotePath } from './quote.ts';

/** Text that can be part of a shell command. */
export function shellText() {
  return z
    .string()
    .min(1)
    .refine((text) => !text.includes('\0'), 'without a NUL character');
}

export function pathInput() {
  return shellText().describe('relative to /workspace, or absolute');
}

/** Shell text that ends with status 1 and a reason on stderr unless `path` is a regular file, symlinks followed. */
export function requireFile(path: string): string {
  const file = quotePath(path);
  return [
    `if [ -d ${file} ]; then echo 'is a directory; list_files shows what is in it' >&2; exit 1; fi`,
    `if [ ! -e ${file} ]; then echo 'no such file' >&2; exit 1; fi`,
    `if [ ! -f ${file} ]; then echo 'is not a regular file' >&2; exit 1; fi`,
    '',
  ].join('\n');
}
