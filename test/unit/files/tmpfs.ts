import { execFileSync } from 'node:child_process';

/** Mounts a small tmpfs on an empty folder; false, said aloud, where this user may not. */
export function mountSmallTmpfs(folder: string, kilobytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch (error) {
    console.warn(`SKIPPED, a full disk can't be had: mounting a tmpfs failed: ${String(error)}`);
    return false;
  }
}

/** Lazily, so that a file left open fails its own assertion and not the clean-up. */
export function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
}
