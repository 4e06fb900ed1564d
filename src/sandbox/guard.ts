import { posix } from 'node:path';
import { hasCode } from '../errors.ts';
import {
  type Enforcement,
  type ExecOptions,
  type ExecResult,
  type ExportBudget,
  type Sandbox,
  type SandboxProcess,
  type SandboxSpec,
  type Shell,
  type SpawnOptions,
  WORKSPACE,
  type WorkspaceFile,
} from './contract.ts';
import { type DeathWatch, dead, endedBy } from './death.ts';
import { digestTree } from './digest-tree.ts';
import { misuse, mustBePassable, mustBePlain } from './misuse.ts';
import { readWorkspaceFile } from './read-file.ts';
import type { AreVisible } from './slot/deleted.ts';
import { exportUpper } from './slot/export.ts';
import type { Held } from './slot/held.ts';
import { createLowerTree, type LowerTree } from './slot/lower-tree.ts';
import { createMark, flushReport, readReport } from './slot/report.ts';

/** What a kind brings; when it may be called is guarded here, once for all kinds. */
export type Machine = {
  kind: string;
  enforcement: Enforcement;
  /** null in the role `tests`. */
  shell: Shell | null;
  endpoints: Readonly<Record<string, string>>;
  /** Resolves when what carries the endpoints' connections is gone, also after `kill`. */
  forwarderEnded?: Promise<void>;
  /** Over everything that it stands on. */
  deaths: DeathWatch;
  /** The sandbox's files, beside its processes. */
  held: Held;
  exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /** With an absolute `cwd`. */
  spawn(argv: readonly string[], options: Required<SpawnOptions>): Promise<SandboxProcess>;
  write(change: { files: readonly WorkspaceFile[]; deleted: readonly string[] }): Promise<void>;
  areVisible: AreVisible;
  /** Sends a mark through the report's FIFO, or says what the holder's shell has to run for that. */
  sendMark(mark: string): string;
  isRunning(): Promise<boolean>;
  kill(): Promise<void>;
  remove(): Promise<void>;
};

/** A sandbox of any kind: alive, then killed, then closed; each method in its state, pending calls never lost. */
export function guardSandbox(spec: SandboxSpec, machine: Machine): Sandbox {
  const { name, role } = spec;
  let state: 'alive' | 'killed' | 'closed' = 'alive';
  let killing: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const ended = over.then(() => {
    throw dead(name);
  });
  ended.catch(() => {});
  let lower: LowerTree | undefined;
  const pending = new Set<Promise<unknown>>();

  const must = (wanted: typeof state) => {
    if (state === wanted) return;
    throw wanted === 'alive' || state === 'closed' ? dead(name) : misuse(name, `is ${state}, not ${wanted}`);
  };
  /** A call that the engine refuses because the sandbox ended by itself says so. */
  const tracked = async <T>(work: () => Promise<T>): Promise<T> => {
    const call = work();
    pending.add(call);
    try {
      return await call;
    } catch (error) {
      if (hasCode(error, 'ENGINE_FAILED', 'SANDBOX_FAILED') && !(await machine.isRunning())) throw dead(name);
      throw error;
    } finally {
      pending.delete(call);
    }
  };
  /** For what takes a living sandbox from its beginning to its end. */
  const living = async <T>(work: () => Promise<T>): Promise<T> => {
    must('alive');
    try {
      return await tracked(work);
    } finally {
      must('alive');
    }
  };
  const read = (budget: ExportBudget, still: boolean) => {
    const { held, areVisible } = machine;
    lower ??= createLowerTree(spec.layer.manifest);
    return exportUpper({ held, lower, areVisible }, budget, still);
  };
  /** What the tests came to is nothing where something outside ended them. */
  const mustStand = async () => {
    const outside = await machine.deaths.endedFromOutside();
    if (outside) throw endedBy(name, outside);
  };
  const marks: string[] = [];
  const flush = () => {
    const mark = createMark();
    marks.push(mark);
    return flushReport(machine.held, mark, machine.sendMark);
  };
  const kill = () => {
    machine.deaths.stop();
    if (state === 'alive') state = 'killed';
    killing ??= machine.kill().finally(end);
    return killing;
  };
  const close = () => {
    closing ??= (async () => {
      await kill();
      await Promise.allSettled(pending);
      state = 'closed';
      await machine.remove();
    })();
    return closing;
  };

  // Cut off from its endpoints a sandbox is no longer what was asked for, and must not pass for it.
  machine.forwarderEnded?.then(kill).catch(() => {});

  return {
    name,
    kind: machine.kind,
    enforcement: machine.enforcement,
    endpoints: machine.endpoints,
    get shell() {
      if (!machine.shell) throw misuse(name, 'has no shell in the role tests');
      return machine.shell;
    },
    async exec(argv, options) {
      must('alive');
      mustBePassable(name, argv, options.env);
      const result = await living(() => machine.exec(argv, options));
      if (role === 'tests') await mustStand();
      if (role === 'tests') await tracked(flush);
      if (result.timedOut) await kill();
      return result;
    },
    async spawn(argv, { env = {}, cwd = WORKSPACE } = {}) {
      must('alive');
      if (role !== 'agent') throw misuse(name, 'starts no processes in the role tests');
      mustBePassable(name, argv, env);
      mustBePassable(name, [cwd]);
      const options = { env, cwd: posix.resolve(WORKSPACE, cwd) };
      const started = await living(() => Promise.race([machine.spawn(argv, options), ended]));
      const exit = living(() => Promise.race([started.exit, over.then(() => ({ exitCode: null }))]));
      // Nobody has to ask for it.
      exit.catch(() => {});
      return { ...started, exit };
    },
    async write(change) {
      must('alive');
      for (const path of [...change.files.map((file) => file.path), ...change.deleted]) mustBePlain(path);
      await tracked(() => machine.write(change));
    },
    async read(path, maxBytes) {
      must('alive');
      mustBePlain(path);
      return tracked(() => readWorkspaceFile(machine.exec, path, maxBytes));
    },
    kill,
    async export(budget) {
      must('killed');
      return tracked(() => read(budget, true));
    },
    async checkpoint(budget) {
      if (state === 'closed') throw dead(name);
      const change = await tracked(() => read(budget, state === 'killed'));
      return { ...change, digest: digestTree(spec.layer.digest, change) };
    },
    async report(maxBytes) {
      if (role !== 'tests') throw misuse(name, 'has no report in the role agent');
      must('killed');
      return tracked(() => readReport(machine.held, marks, maxBytes));
    },
    died: machine.deaths.died,
    endedFromOutside: machine.deaths.endedFromOutside,
    close,
    [Symbol.asyncDispose]: close,
  };
}
