import { randomBytes } from 'node:crypto';
import type { Container } from 'dockerode';
import { GymkhanaError } from '../../errors.ts';
import { type Enforcement, type Sandbox, type SandboxSpec, type Shell, WORKSPACE } from '../contract.ts';
import { connectShell, type ShellStreams } from '../shell/client.ts';
import { readMarked } from '../shell/marked-stream.ts';
import { createOutput } from '../shell/output.ts';
import { exportUpper } from '../slot/export.ts';
import { flushReport, readReport } from '../slot/report.ts';
import { attachStreams } from './attach.ts';
import { containerOptions } from './container.ts';
import { type Engine, engineCall, removed } from './engine.ts';
import { execInContainer } from './exec.ts';
import { hasPath, readFileFrom, writeFiles } from './files.ts';
import { interruptCommands } from './interrupt.ts';
import type { Slot } from './slot.ts';

/** Each is proved by exceeding it in test/contract. */
const ENFORCEMENT: Enforcement = {
  cpus: 'enforced',
  memoryMb: 'enforced',
  pids: 'enforced',
  diskMb: 'enforced',
  network: 'enforced',
};

/** Opens a sandbox in a slot that it has for itself; `release` takes the slot back once the container is gone. */
export async function openInSlot(
  engine: Engine,
  spec: SandboxSpec,
  slot: Slot,
  release: () => Promise<void>,
): Promise<Sandbox> {
  const token = randomBytes(16).toString('hex');
  await slot.prepare();
  const options = containerOptions(spec, { slotPath: slot.path, layerPath: spec.layer.ref, token });
  const container = await engineCall('creating a sandbox', engine.createContainer(options));
  try {
    const streams = await attachStreams(engine, container);
    await engineCall('starting a sandbox', container.start());
    const shell = await connect(spec, streams, token, container);
    return assemble(engine, spec, { slot, container, streams, shell, release });
  } catch (error) {
    await removed('removing a sandbox', container.remove({ force: true, v: true }));
    throw error;
  }
}

async function connect(
  spec: SandboxSpec,
  streams: ShellStreams,
  token: string,
  container: Container,
): Promise<Shell | null> {
  const { name, role } = spec;
  if (role === 'agent') {
    return connectShell(streams, {
      name,
      token,
      interrupt: (reach) => interruptCommands(container, reach, spec.resources),
    });
  }
  streams.stdin.on('error', () => {});
  await readMarked(streams.stderr, () => dead(name)).until('ready', createOutput(0));
  return null;
}

type Parts = { slot: Slot; container: Container; streams: ShellStreams; shell: Shell | null; release(): Promise<void> };

function assemble(engine: Engine, spec: SandboxSpec, { slot, container, streams, shell, release }: Parts): Sandbox {
  let state: 'alive' | 'killed' | 'closed' = 'alive';
  let closing: Promise<void> | undefined;
  const must = (wanted: typeof state) => {
    if (state === wanted) return;
    throw wanted === 'alive' ? dead(spec.name) : misuse(spec.name, `is ${state}, not ${wanted}`);
  };
  const kill = async () => {
    if (state !== 'alive') return;
    state = 'killed';
    await removed('killing a sandbox', container.kill());
  };
  const close = async () => {
    state = 'closed';
    await removed('removing a sandbox', container.remove({ force: true, v: true }));
    await release();
  };

  return {
    name: spec.name,
    kind: 'docker',
    enforcement: ENFORCEMENT,
    get shell() {
      if (!shell) throw misuse(spec.name, 'has no shell in the role tests');
      return shell;
    },
    async exec(argv, options) {
      must('alive');
      const result = await execInContainer(engine, container, argv, options);
      if (result.timedOut) await kill();
      else if (spec.role === 'tests') await flushReport(slot, async (mark) => void streams.stdin.write(`${mark}\n`));
      return result;
    },
    async write(change) {
      must('alive');
      await writeFiles(engine, container, change);
    },
    async read(path, maxBytes) {
      if (state === 'closed') throw dead(spec.name);
      return readFileFrom(container, path, maxBytes);
    },
    kill,
    async export(budget) {
      must('killed');
      const isVisible = (path: string) => hasPath(container, `${WORKSPACE}/${path}`);
      return exportUpper({ held: slot, manifest: spec.layer.manifest, isVisible }, budget);
    },
    async report(maxBytes) {
      must('killed');
      return readReport(slot, maxBytes);
    },
    close() {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

function dead(name: string): GymkhanaError {
  return new GymkhanaError({
    code: 'SANDBOX_DIED',
    place: name,
    problem: 'the sandbox is not running',
    fix: 'open a new one',
  });
}

function misuse(name: string, problem: string): GymkhanaError {
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place: name, problem });
}
