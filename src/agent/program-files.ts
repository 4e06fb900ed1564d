import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { GymkhanaError } from '../errors.ts';

/** What programs write as they run, what is installed, and what belongs to editors: none of it is theirs. */
const NOT_SOURCES = /(^|\/)(\..*|node_modules|__pycache__|runs|.*\.(pyc|log))$/;
/** A folder with more is no program's own: a home folder, a data set. */
const MAX_FILES = 2_000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The files that a command line names: each word, or what stands behind its `=`, that is a file as seen from `folder`.
 * A first word without a slash is a program of the machine and none of these. Paths are relative to `folder`.
 */
export async function filesOfCommand([first, ...others]: readonly string[], folder: string): Promise<string[]> {
  const words = [...(first?.includes('/') ? [first] : []), ...others];
  const named = words.flatMap((word) => [word, ...(/^[^=]*=(.+)$/s.exec(word)?.slice(1) ?? [])]);
  const found = await Promise.all(named.map(async (path) => ((await isFile(resolve(folder, path))) ? [path] : [])));
  return found.flat().map((path) => relative(folder, resolve(folder, path)));
}

/** Errors AGENT_FILE_INVALID for a glob that matches no file. */
export async function filesOfGlobs(
  globs: readonly string[],
  { folder, placeOf }: { folder: string; placeOf: (index: number) => string },
): Promise<string[]> {
  const found = await Promise.all(
    globs.map(async (glob, index) => {
      const paths = await expand(glob, folder);
      if (paths.length > 0) return paths;
      const problem = `digest[${index}] matches no file; got ${JSON.stringify(glob)}`;
      const fix = 'globs are relative to the folder of the agent file';
      throw new GymkhanaError({ code: 'AGENT_FILE_INVALID', place: placeOf(index), problem, fix });
    }),
  );
  return found.flat();
}

async function expand(glob: string, folder: string): Promise<string[]> {
  const { base, glob: pattern } = picomatch.scan(glob.replace(/^\.\//, ''));
  if (pattern === '' && (await isFile(resolve(folder, base)))) return [base];
  // A folder that is named means all that is in it.
  const matches = picomatch(pattern || '**');
  const names = await readdir(resolve(folder, base), { recursive: true }).catch(() => []);
  const paths = names.filter((name) => matches(name)).map((name) => join(base, name));
  const kept = await Promise.all(paths.map(async (path) => ((await isFile(resolve(folder, path))) ? [path] : [])));
  return kept.flat();
}

/**
 * The other files of a program's folder, which it may read and `known` does not have. null where there are too many to
 * look at each time.
 */
export async function filesBeside(folder: string, known: readonly string[]): Promise<string[] | null> {
  const taken = new Set(known);
  const found: string[] = [];
  let bytes = 0;
  const pending = [''];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (NOT_SOURCES.test(path)) continue;
      if (entry.isDirectory()) pending.push(path);
      if (!entry.isFile() || taken.has(path) || (await isAgentFile(join(folder, path)))) continue;
      bytes += (await stat(join(folder, path))).size;
      found.push(path);
      if (found.length > MAX_FILES || bytes > MAX_BYTES) return null;
    }
    if (pending.length > MAX_FILES) return null;
  }
  return found;
}

/** Another agent, which shares the folder. */
async function isAgentFile(path: string): Promise<boolean> {
  return /\.ya?ml$/.test(path) && /^kind:\s*(external|installed)\b/m.test(await readFile(path, 'utf8'));
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Most words of a command name nothing.
    return false;
  }
}
