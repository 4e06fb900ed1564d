import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['dist', 'images', 'tasks', 'templates', 'prompts', 'runners', 'agents', 'package.json'];

export type Package = { folder: string } & AsyncDisposable;

/**
 * The compiled package at a place of its own, like an installed one: nobody rebuilds it while tests run, and a test may
 * add to it.
 */
export async function copyPackage(): Promise<Package> {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-package-'));
  for (const part of PARTS) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
