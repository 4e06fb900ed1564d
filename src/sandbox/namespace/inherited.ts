import { readdir, readFile } from 'node:fs/promises';

/** open(2), as /proc/self/fdinfo writes it: octal. */
const CLOEXEC = 0o2000000;

/**
 * Descriptors beside the three streams that every process started here would hold, in ascending order: what this
 * process was started with and never asked for. Node's own are closed when another program starts.
 */
export async function listInherited(): Promise<number[]> {
  const names = await readdir('/proc/self/fd').catch(() => []);
  const open = names.map(Number).filter((descriptor) => descriptor > 2);
  const kept = await Promise.all(open.map(async (descriptor) => ((await isKept(descriptor)) ? [descriptor] : [])));
  return kept.flat().sort((a, b) => a - b);
}

async function isKept(descriptor: number): Promise<boolean> {
  // The one that listed the folder is closed by now.
  const info = await readFile(`/proc/self/fdinfo/${descriptor}`, 'utf8').catch(() => '');
  const flags = /^flags:\s*([0-7]+)$/m.exec(info)?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & CLOEXEC) === 0;
}
