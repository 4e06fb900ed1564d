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

async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}
