import { type Sandbox, type SandboxSpec, WORKSPACE } from '../contract.ts';
import { createDeathWatch, dead } from '../death.ts';
import { guardSandbox } from '../guard.ts';
import { type PlannedEndpoint, planEndpoints, urlsOf } from '../tunnel/endpoints.ts';
import { limitCgroups } from './cgroup.ts';
import { enforcementOf } from './enforcement.ts';
import type { Entry, Parked } from './entry.ts';
import { areVisible, writeFiles } from './files.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';
import { type Holder, openHolder, TMP_MB } from './holder.ts';
import { interruptEntry } from './interrupt.ts';
import { watchMemory } from './out-of-memory.ts';
import { killEntry, runEntry, spawnEntry } from './run-entry.ts';
import { startShell } from './shell.ts';
import type { Grounds, Spare } from './spare.ts';
import type { Spares } from './spares.ts';
import { isShellName, tellWaiting, WAITING } from './waiting.ts';

/** Opens a sandbox of this machine's own namespaces: a holder for its files, and entries for its processes. */
export async function openNamespaceSandbox(
  spec: SandboxSpec,
  grounds: Grounds,
  spares: Spares<Spare>,
): Promise<Sandbox> {
  const { resources, owner, name } = spec;
  const spare = await spares.take();
  const undo: Undo = [() => spare.close()];
  try {
    const { registration, cgroups } = spare;
    await registration.rename(name, owner);
    // What is written to the workspace, /tmp and /dev/shm is memory of whoever wrote it.
    const memoryMb = resources.memoryMb + resources.diskMb + TMP_MB;
    const [holder] = await Promise.all([
      openHolder(spare.holder, {
        layer: spec.layer.ref,
        software: spec.software?.ref ?? null,
        diskMb: resources.diskMb,
        asRoot: grounds.slotUid !== null,
        collects: spec.role === 'tests',
      }),
      grounds.cgroups && limitCgroups(grounds.cgroups, cgroups, { ...resources, memoryMb }),
    ]);
    const endpoints = planEndpoints(spec.endpoints);
    const holderPid = grounds.slotUid === null ? holder.pid : null;
    const { inherited } = grounds;
    const forwarder =
      endpoints.length > 0 ? await startForwarder({ name, holderPid, endpoints, inherited }) : undefined;
    undo.unshift(() => forwarder?.close());
    if (forwarder) await registration.addProcess(forwarder.pid);
    const atWork = () => spares.prepare();
    return await assemble(spec, grounds, { holder, spare, atWork, forwarder, endpoints, undo });
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

type Undo = (() => Promise<void> | undefined)[];
type Parts = {
  holder: Holder;
  spare: Spare;
  /** Called when there is something that the runner waits for. */
  atWork(): void;
  forwarder: Forwarder | undefined;
  endpoints: readonly PlannedEndpoint[];
  undo: Undo;
};

async function assemble(
  spec: SandboxSpec,
  { slotUid, cgroups }: Grounds,
  { holder, spare, atWork, forwarder, endpoints, undo }: Parts,
): Promise<Sandbox> {
  const { name, role, resources } = spec;
  const { registration } = spare;
  const deaths = createDeathWatch();
  const wasOutOfMemory = await watchMemory(cgroups && spare.cgroups);
  const outside = async (what: string) => ((await wasOutOfMemory()) ? null : `${what} was killed`);
  deaths.add({ ended: holder.shell.ended, fromOutside: () => outside('what holds its files') });
  const entries = new Set<Entry>();
  let waiting: Parked | null = spare.first;
  const start = (init: 'own' | 'given', argv: readonly string[], env: Record<string, string> = {}) => {
    const parked = waiting ?? spare.park();
    waiting = null;
    const entry = parked.enter({ holder, resources, init, argv, env, netPid: forwarder?.pid ?? null });
    entries.add(entry);
    deaths.add({ ended: killedBySignal(entry), fromOutside: () => outside('bubblewrap') });
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
  const startAgent = () => {
    const shell = startShell(name, {
      start: (argv) => start('own', argv),
      interrupt: (firstPid, reach) => interruptEntry(holder, { firstPid, asRoot, reach }),
    });
    atWork();
    return shell;
  };
  const shell = role === 'agent' ? await startAgent() : null;
  const tunnel = await forwarder?.tunnel;
  if (forwarder && tunnel) {
    const fromOutside = async () => ((await forwarder.wasKilled) ? outside('what carries its endpoints') : null);
    deaths.add({ ended: tunnel.closed, fromOutside });
  }
  return guardSandbox(spec, {
    kind: 'namespace',
    enforcement: enforcementOf(cgroups),
    shell,
    endpoints: urlsOf(endpoints),
    ...(tunnel && { forwarderEnded: tunnel.closed }),
    deaths,
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
    async write(change) {
      const written = writeFiles(holder, slotUid ?? 0, change);
      atWork();
      await written;
    },
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

/** Resolves when something else than the harness signalled the outermost process: nothing inside can see that one. */
function killedBySignal(entry: Entry): Promise<void> {
  return new Promise((resolve) => {
    void entry.exited.then(({ code }) => (code === null && !entry.isEnding ? resolve() : undefined));
  });
}

/** Without a collector (it ends when its disk is full) neither opening nor writing may hold anything up. */
function markCommand({ folder }: Holder, mark: string): string {
  return `{ printf %s ${mark} 1<>${folder}/harness/report; } 2>/dev/null &`;
}
