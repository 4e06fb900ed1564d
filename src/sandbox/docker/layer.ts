import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container } from 'dockerode';
import type { Layer, Software } from '../contract.ts';
import { digestKey } from '../software.ts';
import { packTree } from '../tar.ts';
import { readTree, type TreeEntry } from '../tree.ts';
import { type Engine, engineCall, isStatus, removed } from './engine.ts';
import { hasPath } from './files.ts';
import { CACHE_LABEL, isOrphan, OWNER_LABEL, ownerLabels } from './labels.ts';
import { UNTRUSTED_UID } from './users.ts';

/** Set last, inside the volume: a layer without it was interrupted and is filled again. */
const COMPLETE = 'complete';
const WAIT_MS = 100;
/** How long another process may take to fill a layer; installing software takes minutes. */
const MAX_WAIT_MS = 15 * 60_000;

/** Stores a folder as a volume, once per content. `ref` is the tree's path on the engine's machine. */
export async function storeLayer(engine: Engine, image: string, folder: string): Promise<Layer> {
  const { digest, entries, manifest } = await readTree(folder);
  const ref = await storeTree(engine, image, `gymkhana-layer-${digest.slice(0, 16)}`, (container) =>
    fill(container, folder, entries),
  );
  return { digest, ref, manifest };
}

/** Stores what `build` makes as a volume, once per key. A build that fails leaves none. */
export async function storeSoftware(
  engine: Engine,
  image: string,
  key: string,
  build: (folder: string) => Promise<void>,
): Promise<Software> {
  const digest = digestKey(key);
  const ref = await storeTree(engine, image, `gymkhana-software-${digest.slice(0, 16)}`, async (container) => {
    const folder = await mkdtemp(join(tmpdir(), 'gymkhana-software-'));
    try {
      await build(folder);
      await fill(container, folder, (await readTree(folder)).entries);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return { digest, ref };
}

type Fill = (container: Container) => Promise<void>;

/** The path of the tree in a volume of this name, which `fillOnce` makes complete. */
async function storeTree(engine: Engine, image: string, name: string, fillIt: Fill): Promise<string> {
  await engineCall('creating a volume', engine.createVolume({ Name: name, Labels: { [CACHE_LABEL]: 'layer' } }));
  const volume = await engineCall('inspecting a volume', engine.getVolume(name).inspect());
  try {
    await fillOnce(engine, image, name, fillIt);
  } catch (error) {
    await removed('removing a volume', engine.getVolume(name).remove());
    throw error;
  }
  return `${volume.Mountpoint}/tree`;
}

async function fillOnce(engine: Engine, image: string, name: string, fillIt: Fill): Promise<void> {
  // Its fixed name makes this container a lock among all processes of the engine.
  const container = await createAlone(engine, image, name);
  try {
    if (!(await hasPath(container, `/layer/${COMPLETE}`))) await fillIt(container);
  } finally {
    await removed('removing a container', container.remove({ force: true, v: true }));
  }
}

async function fill(container: Container, folder: string, entries: TreeEntry[]): Promise<void> {
  const archive = packTree(folder, entries, { root: 'tree', last: COMPLETE, uid: UNTRUSTED_UID });
  await engineCall('filling a layer', container.putArchive(archive, { path: '/layer' }), 10 * 60_000);
}

async function createAlone(engine: Engine, image: string, volume: string): Promise<Container> {
  const name = `${volume}-fill`;
  for (let waitedMs = 0; ; waitedMs += WAIT_MS) {
    try {
      return await engineCall(
        'creating a container',
        engine.createContainer({
          name,
          Image: image,
          Cmd: ['true'],
          Labels: ownerLabels(),
          NetworkDisabled: true,
          HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: '/layer' }] },
        }),
      );
    } catch (error) {
      if (!isStatus(error, 409) || waitedMs > MAX_WAIT_MS) throw error;
      if (waitedMs % 5_000 === 0) await removeOrphan(engine, name);
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
}

/** A process that died while it held the lock would hold it until somebody cleans up. */
async function removeOrphan(engine: Engine, name: string): Promise<void> {
  const all = true;
  const filters = { name: [name] };
  for (const { Id, Labels } of await engineCall('listing containers', engine.listContainers({ all, filters }))) {
    if (!isOrphan(Labels[OWNER_LABEL] ?? '')) continue;
    await removed('removing a container', engine.getContainer(Id).remove({ force: true, v: true }));
  }
}
