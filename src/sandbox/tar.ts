import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';
import type { WorkspaceFile } from './contract.ts';

export type TarEntry = Pick<Header, 'name'> &
  Partial<Pick<Header, 'mode' | 'type' | 'linkname'>> & { content?: Buffer | string };

/** An archive whose entries all belong to one user and have one time, so that equal content is equal bytes. */
export function packTar(entries: Iterable<TarEntry>, uid = 0): Readable {
  const archive = pack();
  const common = { uid, gid: uid, mtime: new Date('2000-01-01T00:00:00Z') };
  for (const { content, ...header } of entries) {
    if (content === undefined) archive.entry({ ...common, ...header });
    else archive.entry({ ...common, ...header }, content);
  }
  archive.finalize();
  return Readable.from(archive);
}

/** Files with the folders above them, for a workspace whose owner is `uid`. */
export function packFiles(files: readonly WorkspaceFile[], uid: number): Readable {
  return packTar(tarEntries(files), uid);
}

function* tarEntries(files: readonly WorkspaceFile[]): Generator<TarEntry> {
  const folders = new Set<string>();
  for (const { path, content, executable } of files) {
    const parts = path.split('/').slice(0, -1);
    for (let n = 1; n <= parts.length; n++) {
      const name = parts.slice(0, n).join('/');
      if (!folders.has(name)) yield { name, type: 'directory', mode: 0o755 };
      folders.add(name);
    }
    yield { name: path, mode: executable ? 0o755 : 0o644, content };
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
