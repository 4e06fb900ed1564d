import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerEntry } from './contract.ts';
import { sha256 } from './digest-tree.ts';

export type TreeEntry = { path: string; executable: boolean } & (
  | { kind: 'directory' }
  | { kind: 'symlink'; target: string }
  | { kind: 'file'; bytes: number; sha256: string }
);

/** Files above this are read in pieces. */
const MAX_WHOLE_BYTES = 1 << 20;

/**
 * A folder of ours as plain data, parents before children, and a digest of paths, kinds, modes and contents. The contents
 * themselves stay where they are: a tree may be larger than memory.
 */
export async function readTree(
  folder: string,
): Promise<{ digest: string; entries: TreeEntry[]; manifest: Map<string, LayerEntry> }> {
  const entries: TreeEntry[] = [];
  await walk(folder, '', entries);
  const manifest = new Map(entries.map((entry) => [entry.path, describe(entry)]));
  const hash = createHash('sha256');
  for (const [path, { kind, sha256, executable }] of manifest) {
    // Git's index remembers when and where its files were written; the files themselves are in the digest.
    if (path === '.git/index') continue;
    hash.update(JSON.stringify([path, kind, sha256, executable]));
  }
  return { digest: hash.digest('hex'), entries, manifest };
}

async function walk(folder: string, prefix: string, entries: TreeEntry[]): Promise<void> {
  for (const name of (await readdir(join(folder, prefix))).sort()) {
    const path = prefix ? `${prefix}/${name}` : name;
    const full = join(folder, path);
    const stat = await lstat(full);
    const executable = (stat.mode & 0o111) !== 0;
    if (stat.isDirectory()) {
      entries.push({ kind: 'directory', path, executable: true });
      await walk(folder, path, entries);
    } else if (stat.isSymbolicLink()) {
      entries.push({ kind: 'symlink', path, target: await readlink(full), executable: false });
    } else if (stat.isFile()) {
      entries.push({ kind: 'file', path, bytes: stat.size, sha256: await digestFile(full, stat.size), executable });
    }
  }
}

async function digestFile(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  if (bytes <= MAX_WHOLE_BYTES) hash.update(await readFile(path));
  else for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function describe(entry: TreeEntry): LayerEntry {
  const { kind, executable } = entry;
  if (entry.kind === 'file') return { kind, sha256: entry.sha256, bytes: entry.bytes, executable };
  const content = entry.kind === 'symlink' ? entry.target : '';
  return { kind, sha256: sha256(content), bytes: Buffer.byteLength(content), executable };
}
