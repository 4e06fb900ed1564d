import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { cp, lstat, mkdir, readdir, readlink, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../package/root.ts';
import { extraNode } from './toolchain.ts';

/** What sandboxes see of this machine, each through overlays of its own: they share no inode that could be locked. */
export type Host = {
  /** Folders of the machine's toolchain, by the name that a holder mounts them under. */
  roots: Readonly<Record<string, string>>;
  /** A copy of what the toolchain needs of /etc. */
  etc: string;
  /** Absolute paths that no sandbox sees: this package, tasks and runs. */
  hidden: Set<string>;
};

/** The host's own that a sandbox sees in /etc, where it is there: what the toolchain needs to run. Nothing else. */
const HOST_ETC = [
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'ssl', 'ca-certificates', 'nsswitch.conf'],
  ...['localtime', 'mime.types', 'python3', 'python3.11', 'python3.12', 'python3.13', 'gcc', 'debian_version'],
  'os-release',
];
const PRIVATE = '/etc/ssl/private';

export async function findHost(cache: string): Promise<Host> {
  const node = extraNode();
  const roots = { usr: '/usr', ...(node && { node }) };
  const host = { roots, etc: await copyEtc(cache), hidden: new Set<string>() };
  hide(host, [ROOT, ...otherCopies()]);
  return host;
}

/** Hides folders where a sandbox would see them; whether there was one to hide that was not hidden. */
export function hide({ roots, hidden }: Host, folders: readonly string[]): boolean {
  const before = hidden.size;
  for (const folder of folders) {
    for (const path of [folder, realOf(folder)]) {
      const plain = path.replace(/\/+$/, '');
      if (Object.values(roots).some((root) => plain.startsWith(`${root}/`))) hidden.add(plain);
    }
  }
  return hidden.size > before;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The same package once more, wherever packages are installed for everybody. */
function otherCopies(): string[] {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string };
  const prefixes = ['/usr', ...below('/usr'), ...below('/usr').flatMap(below)];
  const shelves = prefixes.flatMap((prefix) => [join(prefix, 'lib/node_modules'), join(prefix, 'node_modules')]);
  return shelves
    .filter(existsSync)
    .flatMap((shelf) => [...below(shelf), ...below(shelf).flatMap(nested)].filter(isOurs));

  function isOurs(folder: string): boolean {
    try {
      return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string }).name === name;
    } catch {
      return false;
    }
  }
  function nested(folder: string): string[] {
    return [...below(join(folder, 'node_modules')), ...(/\/@[^/]+$/.test(folder) ? below(folder) : [])];
  }
}

function below(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

/** Once for each state of it: copied whole or not at all, for one that is half there would break the toolchain. */
async function copyEtc(cache: string): Promise<string> {
  const names = HOST_ETC.filter((name) => existsSync(join('/etc', name)));
  const states = await Promise.all(names.map((name) => stateOf(join('/etc', name))));
  const digest = createHash('sha256').update(states.flat().join('\n')).digest('hex').slice(0, 32);
  const ref = join(cache, `etc-${digest}`);
  if (existsSync(ref)) return ref;
  const draft = join(cache, `draft-${randomBytes(6).toString('hex')}`);
  await mkdir(draft, { recursive: true, mode: 0o755 });
  const filter = (path: string) => path !== PRIVATE;
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter };
  for (const name of names) await cp(join('/etc', name), join(draft, name), options);
  await rename(draft, ref).catch(async () => rm(draft, { recursive: true, force: true }));
  return ref;
}

async function stateOf(path: string): Promise<string[]> {
  if (path === PRIVATE) return [];
  const stat = await lstat(path);
  const own = `${path} ${stat.mode} ${stat.size} ${stat.mtimeMs}`;
  if (stat.isSymbolicLink()) return [`${own} ${await readlink(path)}`];
  if (!stat.isDirectory()) return [own];
  const inside = await Promise.all((await readdir(path)).sort().map((name) => stateOf(join(path, name))));
  return [own, ...inside.flat()];
}
