import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The sha256 of a text of an agent and of files that it is made of, whatever order they are named in. */
export async function digestOf(text: string | Uint8Array, files: readonly string[], folder: string): Promise<string> {
  const hash = createHash('sha256').update(createHash('sha256').update(text).digest());
  for (const path of [...new Set(files)].toSorted()) {
    const content = createHash('sha256');
    await pipeline(createReadStream(resolve(folder, path)), async (chunks) => addAll(content, chunks));
    hash.update(`${path}\0`).update(content.digest());
  }
  return hash.digest('hex');
}

async function addAll(hash: Hash, chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) hash.update(chunk);
}
