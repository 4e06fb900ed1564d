import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Remembers how often the kernel has killed for want of memory, in a sandbox's cgroups or, without those, on this
 * machine; the answer says whether it has done so since. Code inside can bring that about.
 */
export async function watchMemory(cgroups: readonly string[] | null): Promise<() => Promise<boolean>> {
  const count = () => (cgroups ? countIn(cgroups[0] ?? '') : countOf('/proc/vmstat'));
  const before = await count();
  return async () => (await count()) !== before;
}

/** v1 has it in memory.oom_control, v2 in memory.events. */
async function countIn(folder: string): Promise<number> {
  const counts = await Promise.all(['memory.oom_control', 'memory.events'].map((name) => countOf(join(folder, name))));
  return Math.max(...counts);
}

async function countOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
}
