import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { currentOwner } from '../../owner.ts';
import { type CgroupRoot, cgroupFolders, joinFilesOf, makeCgroups, removeCgroups } from './cgroup.ts';
import { type Parked, park } from './entry.ts';
import type { FilterFile } from './filter-file.ts';
import { type SpareHolder, startHolder, writeTable } from './holder.ts';
import type { Host } from './host.ts';
import { type Registration, register } from './registry.ts';

/** What this machine lets this user do. */
export type Grounds = {
  cgroups: CgroupRoot;
  /** The uid that root's sandboxes run as; null where an ordinary user runs them as itself. */
  slotUid: number | null;
  /** Where living sandboxes are written down, for those who clean up after a dead runner. */
  registry: string;
  /** Where sandboxes' folders are made. */
  folders: string;
  /** Descriptors that this process was started with. */
  inherited: readonly number[];
  filter: FilterFile;
  host: Host;
};

/** All of a sandbox that does not depend on what it is for: it can be made before anybody needs it. */
export type Spare = {
  folder: string;
  registration: Registration;
  cgroups: readonly string[];
  holder: SpareHolder;
  /** Has joined the cgroups, which takes milliseconds of waiting for the kernel. */
  first: Parked;
  /** One more process of the same sandbox. */
  park(): Parked;
  children: readonly ChildProcess[];
  /** Resolves when nothing is left of it, nor of the sandbox that was made of it. */
  close(): Promise<void>;
};

/** Written down before there is any of it. */
export async function openSpare(grounds: Grounds): Promise<Spare> {
  const id = randomBytes(8).toString('hex');
  const owner = currentOwner();
  const name = `spare-${id}-${owner.pid}`;
  const folder = join(grounds.folders, `gymkhana-held-${id}`);
  const cgroups = cgroupFolders(grounds.cgroups, name);
  const registration = await register(grounds.registry, { name, owner, folder, cgroups });
  const undo = [() => registration.remove()];
  const close = async () => {
    for (const step of undo) await step();
  };
  try {
    undo.unshift(() => rm(folder, { recursive: true, force: true }));
    await mkdir(folder, { mode: 0o700 });
    await writeTable(folder, grounds);
    undo.unshift(() => removeCgroups(cgroups));
    await makeCgroups(cgroups);
    const parkOne = () => park({ ...grounds, joinFiles: joinFilesOf(cgroups) });
    const first = parkOne();
    undo.unshift(() => first.close());
    const holder = startHolder(folder, grounds.slotUid);
    undo.unshift(() => holder.close());
    await registration.addProcess(holder.pid);
    const children = [holder.child, first.child];
    return { folder, registration, cgroups, holder, first, park: parkOne, children, close };
  } catch (error) {
    await close();
    throw error;
  }
}
