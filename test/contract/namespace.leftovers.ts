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
  for (const controller of ['memory', 'pids', 'cpu', '.']) {
    for (const name of await namesIn(join('/sys/fs/cgroup', controller, 'gymkhana'))) {
      if (name.includes(mark)) found.push(`cgroup ${controller}/${name}`);
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}
