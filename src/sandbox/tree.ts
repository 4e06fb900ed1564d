import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerEntry } from './contract.ts';

export type TreeEntry = { path: string; executable: boolean } & (
  | { kind: 'directory' }
  | { kind: 'symlink'; target: string }
  | { kind: 'file'; content: Buffer }
);

/** A folder of ours as plain data, parents before children, and a digest of paths, kinds, modes and contents. */
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
      entries.push({ kind: 'file', path, content: await readFile(full), executable });
    }
  }
}

function describe(entry: TreeEntry): LayerEntry {
  const content = entry.kind === 'file' ? entry.content : entry.kind === 'symlink' ? entry.target : '';
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { kind: entry.kind, sha256, bytes: Buffer.byteLength(content), executable: entry.executable };
}
