import { randomBytes } from 'node:crypto';
import { GymkhanaError } from '../../errors.ts';
import {
  type Enforcement,
  type ExecOptions,
  type Sandbox,
  type SandboxSpec,
  type Shell,
  WORKSPACE,
} from '../contract.ts';
import { connectShell } from '../shell/client.ts';
import { SUPERVISOR } from '../shell/supervisor.ts';
import { exportUpper } from '../slot/export.ts';
import { trusted } from '../slot/held.ts';
import { flushReport, readReport } from '../slot/report.ts';
import { type Cgroup, type CgroupRoot, openCgroup } from './cgroup.ts';
import { type Entry, enter } from './entry.ts';
import { isVisible, readWorkspaceFile, writeFiles } from './files.ts';
import { type Holder, openHolder, TMP_MB } from './holder.ts';
import { interruptEntry } from './interrupt.ts';
import { killEntry, runEntry } from './run-entry.ts';

/** What this machine lets this user do. */
export type Grounds = {
  cgroups: CgroupRoot;
  /** The uid that root's sandboxes run as; null where an ordinary user runs them as itself. */
  slotUid: number | null;
};

/** Opens a sandbox of this machine's own namespaces: a holder for its files, and entries for its processes. */
export async function openNamespaceSandbox(spec: SandboxSpec, grounds: Grounds): Promise<Sandbox> {
  const { resources, owner, name } = spec;
  // What is written to the workspace, /tmp and /dev/shm is memory of whoever wrote it.
  const memoryMb = resources.memoryMb + resources.diskMb + TMP_MB;
  const cgroup = grounds.cgroups && (await openCgroup(grounds.cgroups, owner, name, { ...resources, memoryMb }));
  try {
    const holder = await openHolder({ layer: spec.layer.ref, resources, slotUid: grounds.slotUid, owner });
    try {
      return await assemble(spec, grounds, { holder, cgroup });
    } catch (error) {
      await holder.close();
      throw error;
    }
  } catch (error) {
    await cgroup?.remove();
    throw error;
  }
}

type Parts = { holder: Holder; cgroup: Cgroup | null };

async function assemble(spec: SandboxSpec, grounds: Grounds, { holder, cgroup }: Parts): Promise<Sandbox> {
  const { name, resources, role } = spec;
  const { slotUid } = grounds;
  const entries = new Set<Entry>();
  let state: 'alive' | 'killed' | 'closed' = 'alive';
  let closing: Promise<void> | undefined;

  const start = (argv: readonly string[], env: Record<string, string> = {}) => {
    const entry = enter({ holder, argv, env, slotUid, joinFiles: cgroup?.joinFiles ?? [], resources });
    entries.add(entry);
    void entry.ended.then(() => entries.delete(entry));
    return entry;
  };
  const exec = (argv: readonly string[], options: ExecOptions) => runEntry(start(argv, options.env), options);
  const must = (wanted: typeof state) => {
    if (state === wanted) return;
    throw wanted === 'alive' ? dead(name) : misuse(name, `is ${state}, not ${wanted}`);
  };
  const kill = async () => {
    if (state === 'alive') state = 'killed';
    await Promise.all([...entries].map(killEntry));
  };
  const close = async () => {
    await kill();
    state = 'closed';
    await holder.close();
    await cgroup?.remove();
  };
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };
  const shell = role === 'agent' ? await startShell(name, start) : await startCollector(holder);

  return {
    name,
    kind: 'namespace',
    enforcement: enforcementOf(grounds),
    get shell() {
      if (!shell) throw misuse(name, 'has no shell in the role tests');
      return shell;
    },
    async exec(argv, options) {
      must('alive');
      const result = await exec(argv, options);
      if (result.timedOut) await kill();
      else must('alive');
      if (!result.timedOut && role === 'tests') await flushReport(holder, (mark) => sendMark(holder, mark));
      return result;
    },
    async write(change) {
      must('alive');
      await writeFiles(holder, slotUid ?? 0, change);
    },
    async read(path, maxBytes) {
      if (state === 'closed') throw dead(name);
      return readWorkspaceFile(exec, path, maxBytes);
    },
    kill,
    async export(budget) {
      must('killed');
      const { manifest } = spec.layer;
      return exportUpper({ held: holder, manifest, isVisible: (path) => isVisible(holder, path) }, budget);
    },
    async report(maxBytes) {
      must('killed');
      return readReport(holder, maxBytes);
    },
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

async function startShell(name: string, start: (argv: readonly string[]) => Entry): Promise<Shell> {
  const token = randomBytes(16).toString('hex');
  const entry = start(['sh', '-c', SUPERVISOR, 'gymkhana', token, WORKSPACE, '/run/gymkhana']);
  const { stdin, stdout, stderr } = entry.child;
  if (!stdin || !stdout || !stderr) throw misuse(name, 'has no streams');
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
  };
  stderr.on('data', listen);
  const interrupt = async (reach: 'session' | 'all') => interruptEntry(await entry.firstPid, reach);
  try {
    return await connectShell({ stdin, stdout, stderr }, { name, token, interrupt });
  } catch (cause) {
    const problem = `bubblewrap did not start: ${said.trim().slice(0, 500) || 'it said nothing'}`;
    throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: name, problem, fix: 'see `gymkhana doctor`' }, { cause });
  } finally {
    stderr.off('data', listen);
  }
}

/** In this kind the collector is outside the sandbox altogether: untrusted code can't even see its file. */
async function startCollector({ shell, folder, collected }: Holder): Promise<null> {
  await trusted(shell, `cat <>${folder}/harness/report >>${collected} 2>/dev/null &`);
  return null;
}

async function sendMark({ shell, folder }: Holder, mark: string): Promise<void> {
  await trusted(shell, `printf '%s' ${mark} >${folder}/harness/report`);
}

function enforcementOf({ cgroups }: Grounds): Enforcement {
  const kept = cgroups ? 'enforced' : 'absent';
  return { cpus: kept, memoryMb: kept, pids: 'enforced', diskMb: 'enforced', network: 'enforced' };
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
