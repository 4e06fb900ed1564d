import { existsSync } from 'node:fs';
import { chmod, chown, lchown, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layer } from '../contract.ts';
import { readTree, type TreeEntry } from '../tree.ts';

/** Stores a folder below `cache`, once per content, owned by the user that sandboxes run as. */
export async function storeLayer(cache: string, folder: string, uid: number | null): Promise<Layer> {
  const { digest, entries, manifest } = await readTree(folder);
  // Owners differ between root and others, and a layer must belong to its sandbox.
  const ref = join(cache, `${digest.slice(0, 32)}-${uid ?? 'own'}`);
  if (!existsSync(ref)) {
    await mkdir(cache, { recursive: true });
    const draft = await mkdtemp(join(cache, 'draft-'));
    await fill(draft, entries, uid);
    await publish(draft, ref);
  }
  return { digest, ref, manifest };
}

async function fill(folder: string, entries: TreeEntry[], uid: number | null): Promise<void> {
  await chmod(folder, 0o755);
  if (uid !== null) await chown(folder, uid, uid);
  for (const entry of entries) {
    const path = join(folder, entry.path);
    if (entry.kind === 'directory') await mkdir(path, { mode: 0o755 });
    else if (entry.kind === 'symlink') await symlink(entry.target, path);
    else await writeFile(path, entry.content, { mode: entry.executable ? 0o755 : 0o644 });
    if (uid !== null) await lchown(path, uid, uid);
  }
}

/** Whole or not at all; where another process was faster, its copy is as good. */
async function publish(draft: string, ref: string): Promise<void> {
  try {
    await rename(draft, ref);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(ref)) throw error;
  }
}
