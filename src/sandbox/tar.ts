import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header, pack } from 'tar-stream';
import type { WorkspaceFile } from './contract.ts';
import { BASE_MTIME, printMtime, unknownMtime } from './times.ts';
import type { TreeEntry } from './tree.ts';

export type TarEntry = Pick<Header, 'name'> &
  Partial<Pick<Header, 'mode' | 'type' | 'linkname' | 'mtime' | 'pax'>> & { content?: Buffer | string };
type EntryHeader = Omit<TarEntry, 'content'> & { size?: number };

/** An archive whose entries all belong to one user and have one time unless they say another. */
export function packTar(entries: Iterable<TarEntry>, uid = 0): Readable {
  const archive = pack();
  const common = { uid, gid: uid, mtime: new Date(BASE_MTIME / 1_000) };
  for (const { content, ...header } of entries) {
    if (content === undefined) archive.entry({ ...common, ...header });
    else archive.entry({ ...common, ...header }, content);
  }
  archive.finalize();
  return Readable.from(archive);
}

/**
 * The tree of a folder below `root`, and then one small file that says that all of it has come. Read from the disk as the
 * archive is read, piece by piece.
 */
export function packTree(
  folder: string,
  entries: readonly TreeEntry[],
  { root, last, uid }: { root: string; last: string; uid: number },
): Readable {
  const archive = pack();
  const common = { uid, gid: uid, mtime: new Date(BASE_MTIME / 1_000) };
  const put = (header: EntryHeader, content?: string) =>
    new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      if (content === undefined) archive.entry({ ...common, ...header }, done);
      else archive.entry({ ...common, ...header }, content, done);
    });
  const putFile = async (header: EntryHeader, path: string) => {
    const sink = archive.entry({ ...common, ...header });
    await pipeline(createReadStream(path), sink as unknown as Writable);
  };
  const fill = async () => {
    await put({ name: root, type: 'directory', mode: 0o755 });
    for (const entry of entries) {
      const name = `${root}/${entry.path}`;
      const mode = entry.executable ? 0o755 : 0o644;
      if (entry.kind === 'directory') await put({ name, type: 'directory', mode: 0o755 });
      else if (entry.kind === 'symlink') await put({ name, type: 'symlink', linkname: entry.target, mode: 0o777 });
      else await putFile({ name, mode, size: entry.bytes }, join(folder, entry.path));
    }
    await put({ name: last, mode: 0o644 }, 'yes');
    archive.finalize();
  };
  fill().catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  return Readable.from(archive);
}

/** Files with the folders above them, for a workspace whose owner is `uid`. */
export function packFiles(files: readonly WorkspaceFile[], uid: number): Readable {
  return packTar(tarEntries(files), uid);
}

function* tarEntries(files: readonly WorkspaceFile[]): Generator<TarEntry> {
  const folders = new Set<string>();
  for (const { path, content, executable, mtime = unknownMtime(content) } of files) {
    const parts = path.split('/').slice(0, -1);
    for (let n = 1; n <= parts.length; n++) {
      const name = parts.slice(0, n).join('/');
      if (!folders.has(name)) yield { name, type: 'directory', mode: 0o755 };
      folders.add(name);
    }
    const times = { mtime: new Date(mtime / 1_000), pax: { mtime: printMtime(mtime) } };
    yield { name: path, mode: executable ? 0o755 : 0o644, content, ...times };
  }
}

/** The entries of an archive; contents must be asked for, entry by entry. */
export async function* readTar(
  archive: NodeJS.ReadableStream,
): AsyncGenerator<{ header: Header; content(): Promise<Buffer> }> {
  for await (const entry of archive.pipe(extract())) {
    let taken = false;
    const content = async () => {
      taken = true;
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      return Buffer.concat(chunks);
    };
    yield { header: entry.header, content };
    if (!taken) entry.resume();
  }
}
