import { readdir, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { GymkhanaError, hasCode } from '../../errors.ts';
import type { SandboxKind } from '../contract.ts';
import { findCgroupRoot, removeCgroups } from './cgroup.ts';
import { examineNamespaces } from './doctor.ts';
import { enforcementOf } from './enforcement.ts';
import { createFilterFile } from './filter-file.ts';
import { findHost, hide } from './host.ts';
import { listInherited } from './inherited.ts';
import { killIfThere } from './kill-if-there.ts';
import { storeLayer, storeSoftware } from './layer.ts';
import { isPlain, publicFolder } from './public-folder.ts';
import { listOrphans } from './registry.ts';
import { openNamespaceSandbox } from './sandbox.ts';
import { type Grounds, openSpare } from './spare.ts';
import { createSpares } from './spares.ts';
import { describeToolchain } from './toolchain.ts';

/** An unprivileged uid that nobody on a Debian or Ubuntu machine has. */
const SLOT_UID = 60_000;

/** Sandboxes of the kernel's own namespaces on this machine's toolchain: no engine, no daemon, no image. */
export async function openNamespace(): Promise<SandboxKind> {
  const layers = join(homedir(), '.cache', 'gymkhana', 'layers');
  const slotUid = (await mayBecome(SLOT_UID)) ? SLOT_UID : null;
  const registry = join(homedir(), '.cache', 'gymkhana', 'sandboxes');
  const inherited = await listInherited();
  const host = await findHost(layers);
  const temporary = resolve(tmpdir());
  const folders = slotUid === null && isPlain(temporary) ? temporary : publicFolder();
  const filter = createFilterFile();
  const grounds: Grounds = { cgroups: await findCgroupRoot(), slotUid, registry, folders, inherited, filter, host };
  const spares = createSpares(() => openSpare(grounds));
  const images = new Set<string>();
  return {
    name: 'namespace',
    enforcement: enforcementOf(grounds.cgroups),
    doctor: () => examineNamespaces(grounds),
    refuse: whyNot,
    async hide(paths) {
      if (hide(host, paths)) await spares.drop();
    },
    async prepareImage(name) {
      const image = await describeToolchain(name);
      images.add(image.id);
      return image;
    },
    prepareLayer: (folder) => storeLayer(layers, folder, slotUid),
    prepareSoftware: (key, build) => storeSoftware(layers, key, build, slotUid),
    async open(spec) {
      if (images.has(spec.image.id)) return openNamespaceSandbox(spec, grounds, spares);
      const problem = `this machine's toolchain is not ${spec.image.id}`;
      const fix = 'prepare the image first; where tools were upgraded, start a new run';
      throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: spec.name, problem, fix });
    },
    async reap({ all }) {
      const gone = await reapOrphans(registry);
      if (!all) return gone;
      const cached = await readdir(layers).catch(() => []);
      for (const name of cached) await rm(join(layers, name), { recursive: true, force: true });
      return [...gone, ...cached.map((name) => `layer ${name}`)];
    },
    async [Symbol.asyncDispose]() {
      await spares.close();
      filter.close();
    },
  };
}

/** root may, but not the root of a user namespace that has no such user. */
async function mayBecome(uid: number): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const ranges = (await readFile('/proc/self/uid_map', 'utf8').catch(() => '')).trim().split('\n');
  return ranges.some((range) => {
    const [first = 0, , count = 0] = range.trim().split(/\s+/).map(Number);
    return first <= uid && uid < first + count;
  });
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

/** Kills and removes what dead runners left: their processes end with them, the empty folders and cgroups stay. */
async function reapOrphans(registry: string): Promise<string[]> {
  const gone: string[] = [];
  for (const { name, pids, folder, cgroups, forget } of await listOrphans(registry)) {
    for (const pid of pids) killIfThere(pid);
    await removeCgroups(cgroups);
    if (basename(folder).startsWith('gymkhana-held-')) await rm(folder, { recursive: true, force: true });
    await forget();
    gone.push(`sandbox ${name}`);
  }
  return gone;
}
