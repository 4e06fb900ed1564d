import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../../errors.ts';
import { type Enforcement, type Sandbox, type SandboxSpec, type Shell, WORKSPACE } from '../contract.ts';
import { dead, guardSandbox } from '../guard.ts';
import { connectShell } from '../shell/client.ts';
import { SUPERVISOR } from '../shell/supervisor.ts';
import { type PlannedEndpoint, planEndpoints, urlsOf } from '../tunnel/endpoints.ts';
import { type CgroupRoot, cgroupFolders, openCgroup, removeCgroups } from './cgroup.ts';
import { type Entry, type Parked, park } from './entry.ts';
import { areVisible, writeFiles } from './files.ts';
import type { FilterFile } from './filter-file.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';
import { type Holder, openHolder, TMP_MB, writeTable } from './holder.ts';
import { interruptEntry } from './interrupt.ts';
import { type Registration, register } from './registry.ts';
import { killEntry, runEntry, spawnEntry } from './run-entry.ts';
import type { Spares } from './spares.ts';
import { isShellName, tellWaiting, WAITING } from './waiting.ts';

/** What this machine lets this user do. */
export type Grounds = {
  cgroups: CgroupRoot;
  /** The uid that root's sandboxes run as; null where an ordinary user runs them as itself. */
  slotUid: number | null;
  /** Where living sandboxes are written down, for those who clean up after a dead runner. */
  registry: string;
  /** Where sandboxes' folders are made. */
  folders: string;
  /** Descriptors that this process was started with. */
  inherited: readonly number[];
  filter: FilterFile;
  /** Holders that are on their way. */
  spares: Spares;
};

/** Opens a sandbox of this machine's own namespaces: a holder for its files, and entries for its processes. */
export async function openNamespaceSandbox(spec: SandboxSpec, grounds: Grounds): Promise<Sandbox> {
  const { resources, owner, name } = spec;
  const folder = join(grounds.folders, `gymkhana-held-${randomBytes(8).toString('hex')}`);
  // The name is taken first: nothing of another sandbox is touched when it is not free.
  const cgroups = cgroupFolders(grounds.cgroups, name);
  const registration = await register(grounds.registry, { name, owner, folder, cgroups });
  const undo: Undo = [() => registration.remove()];
  try {
    await mkdir(folder, { mode: 0o700 });
    undo.unshift(() => rm(folder, { recursive: true, force: true }));
    // What is written to the workspace, /tmp and /dev/shm is memory of whoever wrote it.
    const memoryMb = resources.memoryMb + resources.diskMb + TMP_MB;
    undo.unshift(() => removeCgroups(cgroups));
    const [cgroup] = await Promise.all([
      grounds.cgroups && openCgroup(grounds.cgroups, name, { ...resources, memoryMb }),
      writeTable(folder, { ...grounds, resources }),
    ]);
    const spare = grounds.spares.take();
    undo.unshift(() => spare.helper.close());
    const laidOut = openHolder({
      spare,
      folder,
      layer: spec.layer.ref,
      software: spec.software?.ref ?? null,
      asRoot: grounds.slotUid !== null,
      collects: spec.role === 'tests',
    });
    // Told below, once the first entry is on its way as well.
    laidOut.catch(() => {});
    const parking = { ...grounds, resources, joinFiles: cgroup?.joinFiles ?? [] };
    const parkNext = () => park(parking);
    const first = parkNext();
    undo.unshift(() => first.close());
    const holder = await laidOut;
    await registration.addProcess(holder.pid);
    const endpoints = planEndpoints(spec.endpoints);
    const holderPid = grounds.slotUid === null ? holder.pid : null;
    const { inherited } = grounds;
    const forwarder =
      endpoints.length > 0 ? await startForwarder({ name, holderPid, endpoints, inherited }) : undefined;
    undo.unshift(() => forwarder?.close());
    if (forwarder) await registration.addProcess(forwarder.pid);
    return await assemble(spec, grounds, { holder, first, parkNext, forwarder, endpoints, registration, undo });
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

type Undo = (() => Promise<void> | undefined)[];
type Parts = {
  holder: Holder;
  /** The first entry, on its way since before the holder. */
  first: Parked;
  parkNext(): Parked;
  forwarder: Forwarder | undefined;
  endpoints: readonly PlannedEndpoint[];
  registration: Registration;
  undo: Undo;
};

async function assemble(
  spec: SandboxSpec,
  { slotUid, cgroups }: Grounds,
  { holder, first, parkNext, forwarder, endpoints, registration, undo }: Parts,
): Promise<Sandbox> {
  const { name, role } = spec;
  const entries = new Set<Entry>();
  let waiting: Parked | null = first;
  const start = (init: 'own' | 'given', argv: readonly string[], env: Record<string, string> = {}) => {
    const parked = waiting ?? parkNext();
    waiting = null;
    const entry = parked.enter({ holder, init, argv, env, netPid: forwarder?.pid ?? null });
    entries.add(entry);
    void entry.firstPid.then((pid) => (pid === null ? undefined : registration.addProcess(pid)));
    void entry.ended.then(() => entries.delete(entry));
    return entry;
  };
  // A shell in between: bubblewrap has no status of its own for a program that can't be started.
  const startIn = (cwd: string, argv: readonly string[], env: Record<string, string> = {}) =>
    start('given', ['/bin/sh', '-c', 'cd "$1" || exit 126; shift; exec "$@"', 'sh', cwd, ...argv], env);
  // Tests need not wait for bubblewrap: it makes what they run in while their files are written.
  let ahead = role === 'tests' ? start('given', WAITING) : null;
  const startTold = (argv: readonly string[], env: Record<string, string> = {}) => {
    const entry = ahead;
    ahead = null;
    if (!entry || !Object.keys(env).every(isShellName)) return startIn(WORKSPACE, argv, env);
    entry.child.stdin?.write(tellWaiting(argv, env));
    return entry;
  };
  const asRoot = slotUid !== null;
  const startAgent = () =>
    startShell(name, {
      start: (argv) => start('own', argv),
      interrupt: (firstPid, reach) => interruptEntry(holder, { firstPid, asRoot, reach }),
    });
  const shell = role === 'agent' ? await startAgent() : null;
  const tunnel = await forwarder?.tunnel;
  return guardSandbox(spec, {
    kind: 'namespace',
    enforcement: enforcementOf(cgroups),
    shell,
    endpoints: urlsOf(endpoints),
    ...(tunnel && { forwarderEnded: tunnel.closed }),
    held: holder,
    async exec(argv, options) {
      const result = await runEntry(startTold(argv, options.env), options);
      if (!holder.isRunning()) throw dead(name);
      return result;
    },
    async spawn(argv, { env, cwd }) {
      const started = await spawnEntry(startIn(cwd, argv, env));
      const exit = started.exit.then((end) => {
        if (!holder.isRunning()) throw dead(name);
        return end;
      });
      exit.catch(() => {});
      return { ...started, exit };
    },
    write: (change) => writeFiles(holder, slotUid ?? 0, change),
    areVisible: (paths) => areVisible(holder, paths),
    sendMark: (mark) => markCommand(holder, mark),
    isRunning: async () => holder.isRunning(),
    async kill() {
      await Promise.all([...[...entries].map(killEntry), waiting?.close(), forwarder?.close()]);
    },
    async remove() {
      for (const step of undo) await step();
    },
  });
}

type ShellParts = {
  start(argv: readonly string[]): Entry;
  interrupt(firstPid: number | null, reach: 'session' | 'all'): Promise<void>;
};

async function startShell(name: string, { start, interrupt }: ShellParts): Promise<Shell> {
  const token = randomBytes(16).toString('hex');
  const entry = start(['sh', '-c', SUPERVISOR, 'gymkhana', token, WORKSPACE, '/run/gymkhana']);
  const { stdin, stdout, stderr } = entry.child;
  if (!stdin || !stdout || !stderr) throw dead(name);
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
  };
  stderr.on('data', listen);
  try {
    return await connectShell(
      { stdin, stdout, stderr },
      { name, token, interrupt: async (reach) => interrupt(await entry.firstPid, reach) },
    );
  } catch (cause) {
    const problem = `bubblewrap did not start: ${said.trim().slice(0, 500) || 'it said nothing'}`;
    throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: name, problem, fix: 'see `gymkhana doctor`' }, { cause });
  } finally {
    stderr.off('data', listen);
  }
}

/** Without a collector (it ends when its disk is full) neither opening nor writing may hold anything up. */
function markCommand({ folder }: Holder, mark: string): string {
  return `{ printf %s ${mark} 1<>${folder}/harness/report; } 2>/dev/null &`;
}

/** Memory and CPU take cgroups; processes can be held without, and the rest is of the namespaces. */
export function enforcementOf(cgroups: CgroupRoot): Enforcement {
  const kept = cgroups ? 'enforced' : 'absent';
  return { cpus: kept, memoryMb: kept, pids: 'enforced', diskMb: 'enforced', network: 'enforced' };
}
