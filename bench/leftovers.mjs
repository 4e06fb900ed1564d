import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What there still is of this process's namespace sandboxes, whose folders are all below `temporary`: names, by kind. */
export async function findLeftovers(temporary) {
  const processes = (await namesIn('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const mounted = await Promise.all(processes.map((pid) => holds(`/proc/${pid}/mountinfo`, temporary)));
  const named = await Promise.all(processes.map((pid) => holds(`/proc/${pid}/cmdline`, temporary)));
  const registry = join(homedir(), '.cache', 'gymkhana', 'sandboxes');
  const registered = await namesIn(registry);
  const ours = await Promise.all(registered.map((name) => holds(join(registry, name), `"pid":${process.pid},`)));
  return {
    mounts: (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').filter((line) => line.includes(temporary)),
    processes: processes.filter((_, index) => mounted[index] || named[index]),
    children: await childrenOf(process.pid),
    cgroups: (await cgroups()).filter((name) => name.endsWith(`-${process.pid}`)),
    'temporary folders': await namesIn(temporary),
    registrations: registered.filter((_, index) => ours[index]),
  };
}

async function cgroups() {
  const parents = ['memory', 'pids', 'cpu', '.'].map((controller) => join('/sys/fs/cgroup', controller, 'gymkhana'));
  const names = await Promise.all(parents.map(namesIn));
  return names.flatMap((inside, index) => inside.map((name) => `${parents[index]}/${name}`));
}

async function childrenOf(pid) {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).split(' ').filter(Boolean);
}

/** What is gone by now holds nothing. */
async function holds(file, text) {
  return (await readFile(file, 'utf8').catch(() => '')).includes(text);
}

async function namesIn(folder) {
  return readdir(folder).catch(() => []);
}
