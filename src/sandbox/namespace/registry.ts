import { appendFile, constants, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../../errors.ts';
import { isAlive, type Owner, startTicksOf } from '../../owner.ts';

/** One living sandbox, in a file that outlives its owner: who owns it, and what there is to remove when that one dies. */
export type Registration = {
  /** What the sandbox is made of, as soon as there is any. */
  note(line: { folder: string } | { cgroups: readonly string[] }): Promise<void>;
  addProcess(pid: number): Promise<void>;
  remove(): Promise<void>;
};

type Line =
  | { owner: Owner }
  | { folder: string }
  | { cgroups: readonly string[] }
  | { pid: number; startTicks: number };

/** A line is added where there is a file, and never makes one anew. */
const APPEND = constants.O_WRONLY | constants.O_APPEND;

export async function register(
  registry: string,
  { name, owner }: { name: string; owner: Owner },
): Promise<Registration> {
  await mkdir(registry, { recursive: true, mode: 0o700 });
  const file = join(registry, name);
  const note = (line: Line) => appendFile(file, `${JSON.stringify(line)}\n`, { flag: APPEND });
  try {
    await writeFile(file, `${JSON.stringify({ owner })}\n`, { flag: 'wx' });
  } catch (cause) {
    const problem = 'a sandbox of this name is here already';
    throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: name, problem, fix: 'run `gymkhana clean`' }, { cause });
  }
  return {
    note,
    async addProcess(pid) {
      const startTicks = startTicksOf(pid);
      if (startTicks === null) return;
      try {
        await note({ pid, startTicks });
      } catch (error) {
        // Removed meanwhile: there is nothing to clean up any more.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    },
    remove: () => rm(file, { force: true }),
  };
}

export type Orphan = {
  name: string;
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
    const find = <T>(pick: (line: Line) => T | undefined) => lines.map(pick).find((found) => found !== undefined);
    const owner = find((line) => ('owner' in line ? line.owner : undefined));
    if (!owner || isAlive(owner) !== false) continue;
    const processes = lines.filter((line) => 'pid' in line && startTicksOf(line.pid) === line.startTicks);
    orphans.push({
      name,
      folder: find((line) => ('folder' in line ? line.folder : undefined)) ?? '',
      cgroups: find((line) => ('cgroups' in line ? line.cgroups : undefined)) ?? [],
      pids: processes.map((line) => ('pid' in line ? line.pid : 0)),
      forget: () => rm(file, { force: true }),
    });
  }
  return orphans;
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
