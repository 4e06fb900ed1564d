import { createHash } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, writeTemporary } from '../files.ts';
import { tryJson } from '../json.ts';
import { currentOwner, isAlive, Owner } from '../owner.ts';

export type Lock = { release(): Promise<void> };

/**
 * Takes the lock file at `path`, which holds its owner as JSON. A lock whose owner is dead is taken over. Errors
 * RUN_LOCKED when the owner lives, or when this can't be known (another host, an unreadable lock file).
 */
export async function acquireLock(path: string): Promise<Lock> {
  const text = JSON.stringify(currentOwner());
  // The lock gets its name with its content already in it, so no one ever sees an empty lock and calls it stale.
  const temporary = await writeTemporary(path, text);
  try {
    while (!(await createLink(temporary, path))) {
      const found = await readHolder(path);
      if (found === null) continue;
      const holder = parseOwner(path, found);
      const alive = isAlive(holder);
      if (alive !== false) throw lockedError(path, holder, alive);
      if (await replaceStale(path, found, temporary)) break;
    }
  } finally {
    await rm(temporary, { force: true });
  }
  return { release: () => releaseLock(path, text) };
}

/**
 * Two processes that find the same stale lock must not both replace it, the second one evicting the first. So the right
 * to replace this very lock is itself a lock, named after its content, and only its holder may, having looked again.
 */
async function replaceStale(path: string, stale: string, temporary: string): Promise<boolean> {
  const name = createHash('sha256').update(stale).digest('hex').slice(0, 12);
  const right = await acquireLock(`${path}.${name}`);
  try {
    if ((await readHolder(path)) !== stale) return false;
    await rename(temporary, path);
    return true;
  } finally {
    await right.release();
  }
}

async function releaseLock(path: string, text: string): Promise<void> {
  if ((await readHolder(path)) === text) await rm(path, { force: true });
}

async function createLink(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw asDiskError(error, path);
  }
}

async function readHolder(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asDiskError(error, path);
  }
}

function parseOwner(path: string, text: string): Owner {
  const owner = Owner.safeParse(tryJson(text));
  if (owner.success) return owner.data;
  const fix = 'remove it if no gymkhana is using this run';
  throw new GymkhanaError({ code: 'RUN_LOCKED', place: path, problem: 'the lock file does not name its owner', fix });
}

function lockedError(path: string, { pid, host }: Owner, alive: true | 'unknown'): GymkhanaError {
  const unless = alive === true ? '' : '; if it is certain that it no longer runs, remove the lock file';
  const fix = `wait for it or stop it${unless}`;
  return new GymkhanaError({ code: 'RUN_LOCKED', place: path, problem: `held by process ${pid} on ${host}`, fix });
}
