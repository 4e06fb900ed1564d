import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import type { Orphan } from './orphan.ts';

/** Starts a process that opens a sandbox of this name and waits; `extra` descriptors are handed to it besides. */
export async function startOrphan(
  bench: Bench,
  name: string,
  extra: readonly ('pipe' | 'ignore')[] = [],
): Promise<Orphan & { child: ChildProcess }> {
  const loader = fileURLToPath(new URL('./typescript.loader.mjs', import.meta.url));
  const args = ['--import', loader, fileURLToPath(bench.orphanScript), bench.folder, name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', ...extra] });
  if (!child.stdout) throw new Error('a child without its output');
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!Buffer.isBuffer(first)) throw new Error(`the child ended with ${first} before it had a sandbox`);
  return { child, ...JSON.parse(first.toString()) };
}
