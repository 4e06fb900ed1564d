import { readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCode } from '../../errors.ts';
import { currentOwner, isAlive } from '../../owner.ts';
import type { SandboxKind } from '../contract.ts';
import { findCgroupRoot, reapCgroups } from './cgroup.ts';
import { examineNamespaces } from './doctor.ts';
import { storeLayer } from './layer.ts';
import { type Grounds, openNamespaceSandbox } from './sandbox.ts';
import { describeToolchain } from './toolchain.ts';

/** An unprivileged uid that nobody on a Debian or Ubuntu machine has. */
const SLOT_UID = 60_000;

/** Sandboxes of the kernel's own namespaces on this machine's toolchain: no engine, no daemon, no image. */
export async function openNamespace(): Promise<SandboxKind> {
  const layers = join(homedir(), '.cache', 'gymkhana', 'layers');
  const slotUid = process.getuid?.() === 0 ? SLOT_UID : null;
  const grounds: Grounds = { cgroups: await findCgroupRoot(), slotUid };
  return {
    name: 'namespace',
    doctor: () => examineNamespaces(grounds),
    refuse: whyNot,
    prepareImage: (name) => describeToolchain(name),
    prepareLayer: (folder) => storeLayer(layers, folder, slotUid),
    open: (spec) => openNamespaceSandbox(spec, grounds),
    async reap({ all }) {
      const gone = [...(await reapCgroups(grounds.cgroups, currentOwner())), ...(await reapFolders())];
      if (!all) return gone;
      const cached = await readdir(layers).catch(() => []);
      for (const name of cached) await rm(join(layers, name), { recursive: true, force: true });
      return [...gone, ...cached.map((name) => `layer ${name}`)];
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The toolchain is the machine's own: what is missing can't be built. */
async function whyNot(imageName: string): Promise<string | null> {
  try {
    await describeToolchain(imageName);
    return null;
  } catch (error) {
    if (hasCode(error, 'IMAGE_NOT_FOUND')) return `${error.problems[0].problem}; ${error.problems[0].fix}`;
    throw error;
  }
}

/** Mount points of dead runners: their mounts went with their holders, the empty folders stay. */
async function reapFolders(): Promise<string[]> {
  const gone: string[] = [];
  for (const name of await readdir(tmpdir())) {
    const [, pid, startTicks] = /^gymkhana-held-(\d+)-(\d+)-/.exec(name) ?? [];
    if (!pid || isAlive({ ...currentOwner(), pid: Number(pid), startTicks: Number(startTicks) }) !== false) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
    gone.push(`folder ${name}`);
  }
  return gone;
}
