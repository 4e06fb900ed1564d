import { constants, existsSync } from 'node:fs';
import { chmod, chown, copyFile, lchown, lutimes, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layer, Software } from '../contract.ts';
import { digestKey } from '../software.ts';
import { BASE_MTIME } from '../times.ts';
import { readTree, type TreeEntry } from '../tree.ts';

/** Stores a folder below `cache`, once per content, owned by the user that sandboxes run as. */
export async function storeLayer(cache: string, folder: string, uid: number | null): Promise<Layer> {
  const { digest, entries, manifest } = await readTree(folder);
  // The year is that of its files' times, which differed once. Owners differ between root and others, and a layer must belong to its sandbox.
  const ref = join(cache, `${digest.slice(0, 32)}-2000-${uid ?? 'own'}`);
  if (!existsSync(ref)) await storeTree(cache, ref, { folder, entries, uid });
  return { digest, ref, manifest };
}

/** Stores what `build` makes below `cache`, once per key. A build that fails leaves nothing. */
export async function storeSoftware(
  cache: string,
  key: string,
  build: (folder: string) => Promise<void>,
  uid: number | null,
): Promise<Software> {
  const digest = digestKey(key);
  const ref = join(cache, `software-${digest.slice(0, 32)}-${uid ?? 'own'}`);
  if (existsSync(ref)) return { digest, ref };
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'draft-'));
  try {
    await build(folder);
    await storeTree(cache, ref, { folder, entries: (await readTree(folder)).entries, uid });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { digest, ref };
}

const BASE_SECONDS = BASE_MTIME / 1_000_000;

type Source = { folder: string; entries: readonly TreeEntry[]; uid: number | null };

async function storeTree(cache: string, ref: string, source: Source): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await fill(draft, source);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await publish(draft, ref);
}

async function fill(draft: string, { folder, entries, uid }: Source): Promise<void> {
  await chmod(draft, 0o755);
  if (uid !== null) await chown(draft, uid, uid);
  for (const entry of entries) {
    const path = join(draft, entry.path);
    if (entry.kind === 'directory') await mkdir(path, { mode: 0o755 });
    else if (entry.kind === 'symlink') await symlink(entry.target, path);
    else {
      await copyFile(join(folder, entry.path), path, constants.COPYFILE_FICLONE);
      await chmod(path, entry.executable ? 0o755 : 0o644);
    }
    if (uid !== null) await lchown(path, uid, uid);
    if (entry.kind !== 'directory') await lutimes(path, BASE_SECONDS, BASE_SECONDS);
  }
  // What is put into a folder changes its time.
  for (const { kind, path } of entries) {
    if (kind === 'directory') await lutimes(join(draft, path), BASE_SECONDS, BASE_SECONDS);
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
