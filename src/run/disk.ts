import { statfs } from 'node:fs/promises';
import { GymkhanaError } from '../errors.ts';

/** Below this no further trial starts: what is in flight can still write its end. */
const MIN_FREE_MB = 256;

/** Errors DISK_FULL. */
export async function checkDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / (1024 * 1024));
  if (freeMb >= MIN_FREE_MB) return;
  const problem = `only ${freeMb} MiB are free, and a run needs ${MIN_FREE_MB}`;
  const fix = 'free space, then `gymkhana resume`; nothing is lost';
  throw new GymkhanaError({ code: 'DISK_FULL', place: folder, problem, fix });
}
