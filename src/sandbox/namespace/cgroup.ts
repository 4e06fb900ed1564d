import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resources } from '../contract.ts';
import { killIfThere } from './kill-if-there.ts';

const MOUNT = '/sys/fs/cgroup';
/** The folder of all sandboxes'. */
const OURS = 'gymkhana';
const CONTROLLERS = ['memory', 'pids', 'cpu'] as const;

/** Where this process may make cgroups: `v1` has a tree a controller, `v2` one for all, null none at all. */
export type CgroupRoot = { version: 1 | 2; folders: string[] } | null;

/** Looks for cgroups that this process can write; never throws. */
export async function findCgroupRoot(): Promise<CgroupRoot> {
  if (existsSync(join(MOUNT, 'cgroup.controllers'))) {
    const enabled = await readFile(join(MOUNT, 'cgroup.subtree_control'), 'utf8').catch(() => '');
    const complete = CONTROLLERS.every((name) => enabled.split(/\s+/).includes(name));
    return complete && (await isWritable(MOUNT)) ? { version: 2, folders: [MOUNT] } : null;
  }
  const folders = CONTROLLERS.map((name) => join(MOUNT, name));
  const writable = await Promise.all(folders.map(isWritable));
  return writable.every(Boolean) ? { version: 1, folders } : null;
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => process.getuid?.() === 0,
    () => false,
  );
}

/** The cgroups of a sandbox, before they are made. */
export function cgroupFolders(root: CgroupRoot, sandbox: string): string[] {
  return (root?.folders ?? []).map((folder) => join(folder, OURS, sandbox));
}

/** Without limits yet. */
export async function makeCgroups(folders: readonly string[]): Promise<void> {
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
}

/** For a shell that joins before it starts what is to be limited: `echo 0 >FILE`. */
export function joinFilesOf(folders: readonly string[]): string[] {
  return folders.map((folder) => join(folder, 'cgroup.procs'));
}

/** Has the kernel hold a sandbox's limits. `memoryMb` is all that may be charged: processes and files in memory. */
export async function limitCgroups(
  { version }: NonNullable<CgroupRoot>,
  folders: readonly string[],
  { cpus, memoryMb, pids }: Pick<Resources, 'cpus' | 'memoryMb' | 'pids'>,
): Promise<void> {
  const [memory = '', pidsFolder = memory, cpu = memory] = folders;
  const bytes = String(memoryMb * 1024 * 1024);
  const quota = Math.round(cpus * 100_000);
  if (version === 1) {
    await Promise.all([
      writeFile(join(memory, 'memory.limit_in_bytes'), bytes),
      writeFile(join(pidsFolder, 'pids.max'), String(pids)),
      writeFile(join(cpu, 'cpu.cfs_quota_us'), String(quota)),
    ]);
    return;
  }
  await writeFile(join(dirname(memory), 'cgroup.subtree_control'), '+memory +pids +cpu');
  await writeFile(join(memory, 'memory.max'), bytes);
  await writeFile(join(memory, 'memory.swap.max'), '0').catch(() => {});
  await writeFile(join(memory, 'pids.max'), String(pids));
  await writeFile(join(memory, 'cpu.max'), `${quota} 100000`);
}

/**
 * A cgroup can be removed once the kernel has let its last process go, a moment after the process is dead. Whatever still
 * lives in one has no sandbox any more: its owner may have died before it wrote it down.
 */
export async function removeCgroups(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (let tries = 0; existsSync(folder); tries++) {
      try {
        await rmdir(folder);
      } catch (error) {
        if (tries > 400) throw error;
        await killAll(folder);
        await sleep(5);
      }
    }
  }
}

async function killAll(folder: string): Promise<void> {
  if (basename(dirname(folder)) !== OURS) return;
  const pids = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
  // 0 stands for those of other pid namespaces; as a number it would mean ourselves.
  for (const pid of pids.split('\n').map(Number)) if (pid > 0) killIfThere(pid);
}
