import { appendFile, constants, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GymkhanaError } from '../../errors.ts';
import { isAlive, type Owner, startTicksOf } from '../../owner.ts';

/** One living sandbox, in a file that outlives its owner: who owns it, and what there is to remove when that one dies. */
export type Registration = {
  addProcess(pid: number): Promise<void>;
  /** Under another name from now on, and perhaps another's: errors SANDBOX_FAILED when the name is taken. */
  rename(name: string, owner: Owner): Promise<void>;
  remove(): Promise<void>;
};

/** What a sandbox is made of, written down before there is any of it. */
type Made = { owner: Owner; folder: string; cgroups: readonly string[] };
type Line = Made | { pid: number; startTicks: number };

/** A line is added where there is a file, and never makes one anew. */
const APPEND = constants.O_WRONLY | constants.O_APPEND;

export async function register(registry: string, { name, ...made }: Made & { name: string }): Promise<Registration> {
  await mkdir(registry, { recursive: true, mode: 0o700 });
  const processes: Line[] = [];
  let file = join(registry, name);
  await writeNew(file, [made]);
  return {
    async addProcess(pid) {
      const startTicks = startTicksOf(pid);
      if (startTicks === null) return;
      const line = { pid, startTicks };
      processes.push(line);
      try {
        await appendFile(file, lineOf(line), { flag: APPEND });
      } catch (error) {
        // Removed meanwhile: there is nothing to clean up any more.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    },
    async rename(newName, owner) {
      const old = file;
      await writeNew(join(registry, newName), [{ ...made, owner }, ...processes]);
      file = join(registry, newName);
      await rm(old, { force: true });
    },
    remove: () => rm(file, { force: true }),
  };
}

async function writeNew(file: string, lines: readonly Line[]): Promise<void> {
  try {
    await writeFile(file, lines.map(lineOf).join(''), { flag: 'wx' });
  } catch (cause) {
    const place = basename(file);
    const problem = 'a sandbox of this name is here already';
    throw new GymkhanaError({ code: 'SANDBOX_FAILED', place, problem, fix: 'run `gymkhana clean`' }, { cause });
  }
}

function lineOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

export type Orphan = {
  name: string;
  /** Empty where none was written down. */
  folder: string;
  cgroups: readonly string[];
  pids: number[];
  forget(): Promise<void>;
};

/** The sandboxes whose owners are gone for sure. Their processes are told apart from later ones with the same number. */
export async function listOrphans(registry: string): Promise<Orphan[]> {
  const orphans: Orphan[] = [];
  for (const name of await readdir(registry).catch(() => [])) {
    const file = join(registry, name);
    const lines = await readLines(file);
    const made = lines.find((line) => 'owner' in line && 'folder' in line);
    const isOrphan = made ? isAlive(made.owner) === false : await isAbandoned(file);
    if (!isOrphan) continue;
    const processes = lines.filter((line) => 'pid' in line);
    orphans.push({
      name,
      folder: made?.folder ?? '',
      cgroups: made?.cgroups ?? [],
      pids: processes.filter(({ pid, startTicks }) => startTicksOf(pid) === startTicks).map(({ pid }) => pid),
      forget: () => rm(file, { force: true }),
    });
  }
  return orphans;
}

/** Whoever began to write died over it, before there was anything else: writing a line takes no minute. */
async function isAbandoned(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > 60_000;
}

/** The owner may be writing, or have died while it did: a half line says nothing. */
async function readLines(file: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}
