import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/**
 * One process of one boot of one host. `startTicks` (clock ticks from boot to the start of the process) tells it from a
 * later process with the same pid.
 */
export const Owner = z.strictObject({ host: z.string(), bootId: z.string(), pid: z.int(), startTicks: z.int() });
export type Owner = z.infer<typeof Owner>;

/**
 * Stands for both identities on systems without /proc. There a pid is all that is left: after a reboot or a wrap-around
 * of pids a dead owner may look alive, but never the other way round.
 */
const NO_PROC = { bootId: 'no-proc', startTicks: 0 };

/** This process. */
export function currentOwner(): Owner {
  const bootId = currentBootId();
  const process_ = statOf(process.pid);
  const identity = bootId === null || process_ === null ? NO_PROC : { bootId, startTicks: process_.startTicks };
  return { host: hostname(), pid: process.pid, ...identity };
}

/**
 * Whether the process still runs. 'unknown' when this host can't tell: the owner is on another host, or its process is
 * hidden from this user. A host is known by its name, so two containers that share a name and a boot, but not their
 * processes, must not share a run.
 */
export function isAlive(owner: Owner): boolean | 'unknown' {
  if (owner.host !== hostname()) return 'unknown';
  const bootId = currentBootId();
  if (bootId === null || owner.bootId === NO_PROC.bootId) return exists(owner.pid);
  if (owner.bootId !== bootId) return false;
  const found = statOf(owner.pid);
  if (found === null) return exists(owner.pid) ? 'unknown' : false;
  return found.startTicks === owner.startTicks && !found.ended;
}

/** When another process of this boot started; null when it is gone or hidden. */
export function startTicksOf(pid: number): number | null {
  return statOf(pid)?.startTicks ?? null;
}

function currentBootId(): string | null {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** proc_pid_stat(5): the name in field 2 may hold spaces and brackets, so fields count from its last bracket. */
function statOf(pid: number): { startTicks: number; ended: boolean } | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 3 and 22. A zombie has ended: it only waits for its parent to ask.
  return { startTicks: Number(fields[19]), ended: fields[0] === 'Z' || fields[0] === 'X' };
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // ESRCH: the process ended between open and read.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
