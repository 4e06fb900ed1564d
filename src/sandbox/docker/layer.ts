import type { Layer } from '../contract.ts';
import { packTar, type TarEntry } from '../tar.ts';
import { readTree, type TreeEntry } from '../tree.ts';
import { type Engine, engineCall, isStatus, removed } from './engine.ts';
import { hasPath } from './files.ts';
import { CACHE_LABEL, ownerLabels } from './labels.ts';
import { UNTRUSTED_UID } from './users.ts';

/** Set last, inside the volume: a layer without it was interrupted and is filled again. */
const COMPLETE = 'complete';

/** Stores a folder as a volume, once per content. `ref` is the tree's path on the engine's machine. */
export async function storeLayer(engine: Engine, image: string, folder: string): Promise<Layer> {
  const { digest, entries, manifest } = await readTree(folder);
  const name = `gymkhana-layer-${digest.slice(0, 16)}`;
  await engineCall('creating a volume', engine.createVolume({ Name: name, Labels: { [CACHE_LABEL]: 'layer' } }));
  const volume = await engineCall('inspecting a volume', engine.getVolume(name).inspect());
  await fillOnce(engine, image, name, entries);
  return { digest, ref: `${volume.Mountpoint}/tree`, manifest };
}

async function fillOnce(engine: Engine, image: string, name: string, entries: TreeEntry[]): Promise<void> {
  // Its fixed name makes this container a lock among all processes of the engine.
  const container = await createAlone(engine, image, name);
  try {
    if (await hasPath(container, `/layer/${COMPLETE}`)) return;
    const fill = container.putArchive(packTar(tarEntries(entries), UNTRUSTED_UID), { path: '/layer' });
    await engineCall('filling a layer', fill, 10 * 60_000);
  } finally {
    await removed('removing a container', container.remove({ force: true, v: true }));
  }
}

async function createAlone(engine: Engine, image: string, name: string) {
  for (let wait = 0; ; wait++) {
    try {
      return await engineCall(
        'creating a container',
        engine.createContainer({
          name: `${name}-fill`,
          Image: image,
          Cmd: ['true'],
          Labels: ownerLabels(),
          NetworkDisabled: true,
          HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: '/layer' }] },
        }),
      );
    } catch (error) {
      if (!isStatus(error, 409) || wait > 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function* tarEntries(entries: TreeEntry[]): Generator<TarEntry> {
  yield { name: 'tree', type: 'directory', mode: 0o755 };
  for (const entry of entries) {
    const name = `tree/${entry.path}`;
    if (entry.kind === 'directory') yield { name, type: 'directory', mode: 0o755 };
    else if (entry.kind === 'symlink') yield { name, type: 'symlink', linkname: entry.target, mode: 0o777 };
    else yield { name, mode: entry.executable ? 0o755 : 0o644, content: entry.content };
  }
  yield { name: COMPLETE, content: 'yes' };
}
