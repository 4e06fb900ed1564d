import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Container } from 'dockerode';
import type { Enforcement, Sandbox, SandboxSpec } from '../contract.ts';
import { createDeathWatch, type DeathWatch, dead } from '../death.ts';
import { guardSandbox } from '../guard.ts';
import { type ConnectedShell, connectShell, type ShellStreams } from '../shell/client.ts';
import { readMarked } from '../shell/marked-stream.ts';
import { createOutput } from '../shell/output.ts';
import { planEndpoints, urlsOf } from '../tunnel/endpoints.ts';
import type { Tunnel } from '../tunnel/tunnel.ts';
import { attachStreams } from './attach.ts';
import { containerOptions } from './container.ts';
import { isEnding, isRunning, removeSandbox, wasEnded } from './container-state.ts';
import { type Engine, engineCall, removed } from './engine.ts';
import { whatEnded } from './evidence.ts';
import { execInContainer } from './exec.ts';
import { areVisible, writeFiles } from './files.ts';
import { interruptCommands } from './interrupt.ts';
import { createSidecar, type Sidecar } from './sidecar.ts';
import type { Slot } from './slot.ts';
import { spawnInContainer } from './spawn.ts';

/** Each is proved by exceeding it in test/contract; an engine that holds less is unfit (doctor.ts). */
export const ENFORCEMENT: Enforcement = {
  cpus: 'enforced',
  memoryMb: 'enforced',
  pids: 'enforced',
  diskMb: 'enforced',
  network: 'enforced',
  pageCache: 'shared',
};

const KILLED = 128 + 9;

/** What a sandbox stands on. `release` takes the slot back once the container is gone. */
export type Ground = { slot: Slot; forwarderImage(): Promise<string>; release(): Promise<void> };

/** Opens a sandbox in a slot that it has for itself. */
export async function openInSlot(
  engine: Engine,
  spec: SandboxSpec,
  { slot, forwarderImage, release }: Ground,
): Promise<Sandbox> {
  const token = randomBytes(16).toString('hex');
  // The engine mounts a slot as its container starts: until then it may be laid out beside the calls before that.
  const prepared = slot.prepare();
  prepared.catch(() => {});
  const options = containerOptions(spec, { slotPath: slot.path, layerPath: spec.layer.ref, token });
  const container = await engineCall('creating a sandbox', engine.createContainer(options));
  const undo = [() => removeSandbox(engine, container, spec.name)];
  try {
    const sidecar = spec.endpoints && createSidecar(engine, spec, { container, image: forwarderImage() });
    undo.unshift(async () => (await sidecar?.catch(() => undefined))?.remove());
    const streams = await attachStreams(container);
    await prepared;
    await engineCall('starting a sandbox', container.start());
    const tunnel = sidecar?.then((one) => one.start());
    tunnel?.catch(() => {});
    const connected = await connect(spec, streams, token, container);
    const carried = { sidecar: await sidecar, tunnel: await tunnel };
    return assemble(spec, { engine, slot, container, streams, ...connected, release, ...carried });
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

async function connect(
  spec: SandboxSpec,
  streams: ShellStreams,
  token: string,
  container: Container,
): Promise<Pick<Parts, 'shell' | 'ended'>> {
  const { name, role } = spec;
  if (role === 'agent') {
    const shell = await connectShell(streams, {
      name,
      token,
      interrupt: (reach) => interruptCommands(container, reach, spec.resources),
    });
    return { shell, ended: shell.ended };
  }
  streams.stdin.on('error', () => {});
  const marked = readMarked(streams.stderr, () => dead(name));
  await marked.until('ready', createOutput(0));
  return { shell: null, ended: marked.ended };
}

type Parts = {
  engine: Engine;
  slot: Slot;
  container: Container;
  streams: ShellStreams;
  shell: ConnectedShell | null;
  /** Resolves when its streams end. */
  ended: Promise<void>;
  sidecar: Sidecar | undefined;
  tunnel: Tunnel | undefined;
  release(): Promise<void>;
};

function assemble(spec: SandboxSpec, parts: Parts): Sandbox {
  const { engine, container, streams, shell, slot, sidecar, tunnel, release } = parts;
  const deaths = watchParts(parts);
  const over = new AbortController();
  // Each process listens.
  setMaxListeners(0, over.signal);
  return guardSandbox(spec, {
    kind: 'docker',
    enforcement: ENFORCEMENT,
    shell,
    endpoints: urlsOf(planEndpoints(spec.endpoints)),
    ...(tunnel && { forwarderEnded: tunnel.closed }),
    deaths,
    held: slot,
    async exec(argv, options) {
      const result = await execInContainer(container, argv, options);
      if (spec.role === 'tests' && !result.timedOut && (await wasEnded(container, result.exitCode)))
        throw dead(spec.name);
      return result;
    },
    async spawn(argv, options) {
      const where = { container, resources: spec.resources, over: over.signal };
      const started = await spawnInContainer(where, argv, options);
      let killed = false;
      const kill = () => {
        killed = true;
        return started.kill();
      };
      const exit = started.exit.then(async (end) => {
        // A sandbox that ends takes its processes along.
        if (end.exitCode === KILLED && !killed && (await isEnding(container))) throw dead(spec.name);
        return end;
      });
      exit.catch(() => {});
      return { ...started, exit, kill };
    },
    write: (change) => writeFiles(container, change),
    areVisible: (paths) => areVisible(container, paths),
    sendMark(mark) {
      streams.stdin.write(`${mark}\n`);
      return ':';
    },
    isRunning: () => isRunning(container),
    async kill() {
      over.abort();
      await Promise.all([removed('killing a sandbox', container.kill()), sidecar?.remove()]);
      tunnel?.close();
    },
    async remove() {
      await removeSandbox(engine, container, spec.name);
      await release();
    },
  });
}

/** The sandbox, its files and its endpoints: code inside reaches neither of the latter. */
function watchParts({ engine, ended, container, slot, sidecar, tunnel }: Parts): DeathWatch {
  const deaths = createDeathWatch();
  const add = (over: Promise<void>, id: string) =>
    deaths.add({ ended: over, fromOutside: () => whatEnded(engine, id) });
  add(ended, container.id);
  add(slot.shell.ended, slot.id);
  if (sidecar && tunnel) add(tunnel.closed, sidecar.id);
  return deaths;
}
