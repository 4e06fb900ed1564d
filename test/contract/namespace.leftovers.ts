import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Registered sandboxes and cgroups whose names or owners contain `mark`, and held folders of theirs. */
export async function namespaceLeftovers(mark: string): Promise<string[]> {
  const registry = join(homedir(), '.cache', 'gymkhana', 'sandboxes');
  const found: string[] = [];
  for (const name of await namesIn(registry)) {
    const text = await readFile(join(registry, name), 'utf8').catch(() => '');
    if (`${name} ${text}`.includes(mark)) found.push(`sandbox ${name}`);
  }
  // Cgroups are named by the processes that made them.
  const pid = /"pid":(\d+),/.exec(mark)?.[1];
  for (const controller of ['memory', 'pids', 'cpu', '.']) {
    for (const name of await namesIn(join('/sys/fs/cgroup', controller, 'gymkhana'))) {
      if (name.includes(mark) || (pid && name.endsWith(`-${pid}`))) found.push(`cgroup ${controller}/${name}`);
    }
  }
  return found;
}

/** Of the processes that are written down for a sandbox, the one that was started to listen. */
export async function killForwarderProcess(name: string): Promise<void> {
  const text = await readFile(join(homedir(), '.cache', 'gymkhana', 'sandboxes', name), 'utf8');
  for (const [, pid] of text.matchAll(/"pid":(\d+),"startTicks"/g)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('createServer')) process.kill(Number(pid), 'SIGKILL');
  }
}

/** The outermost process of the first entry that is written down for a sandbox: the parent of its PID 1. */
export async function killBubblewrap(name: string): Promise<void> {
  for (const pid of (await pidsOf(name)).reverse()) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = stat.replace(/^.*\) /, '').split(' ')[1];
    const command = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '');
    if (command.startsWith('bwrap')) return void process.kill(Number(parent), 'SIGKILL');
  }
  throw new Error(`no bubblewrap of ${name}`);
}

export async function killHolder(name: string): Promise<void> {
  process.kill(Number((await pidsOf(name))[0]), 'SIGKILL');
}

async function pidsOf(name: string): Promise<number[]> {
  const text = await readFile(join(homedir(), '.cache', 'gymkhana', 'sandboxes', name), 'utf8');
  return [...text.matchAll(/^{"pid":(\d+),/gm)].map(([, pid]) => Number(pid));
}

async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}

/** The name of a living sandbox, as it is written down. */
export async function registeredAs(pattern: RegExp): Promise<string | undefined> {
  return (await namesIn(join(homedir(), '.cache', 'gymkhana', 'sandboxes'))).find((name) => pattern.test(name));
}
