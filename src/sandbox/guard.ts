import { GymkhanaError, hasCode } from '../errors.ts';
import type {
  Enforcement,
  ExecOptions,
  ExecResult,
  ExportBudget,
  Sandbox,
  SandboxSpec,
  Shell,
  WorkspaceFile,
} from './contract.ts';
import { digestTree } from './digest-tree.ts';
import { readWorkspaceFile } from './read-file.ts';
import type { AreVisible } from './slot/deleted.ts';
import { exportUpper } from './slot/export.ts';
import type { Held } from './slot/held.ts';
import { createLowerTree, type LowerTree } from './slot/lower-tree.ts';
import { flushReport, readReport } from './slot/report.ts';

/** What a kind brings; when it may be called is guarded here, once for all kinds. */
export type Machine = {
  kind: string;
  enforcement: Enforcement;
  /** null in the role `tests`. */
  shell: Shell | null;
  /** The sandbox's files, beside its processes. */
  held: Held;
  exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  write(change: { files: readonly WorkspaceFile[]; deleted: readonly string[] }): Promise<void>;
  areVisible: AreVisible;
  /** Sends a mark through the report's FIFO. */
  sendMark(mark: string): Promise<void>;
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
  const read = (budget: ExportBudget, still: boolean) => {
    const { held, areVisible } = machine;
    lower ??= createLowerTree(spec.layer.manifest);
    return exportUpper({ held, lower, areVisible }, budget, still);
  };
  const kill = () => {
    if (state === 'alive') state = 'killed';
    killing ??= machine.kill();
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

  return {
    name,
    kind: machine.kind,
    enforcement: machine.enforcement,
    get shell() {
      if (!machine.shell) throw misuse(name, 'has no shell in the role tests');
      return machine.shell;
    },
    async exec(argv, options) {
      must('alive');
      const result = await tracked(() => machine.exec(argv, options));
      must('alive');
      if (role === 'tests') await tracked(() => flushReport(machine.held, machine.sendMark));
      if (result.timedOut) await kill();
      return result;
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
      return tracked(() => readReport(machine.held, maxBytes));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Relative, without `.`, `..`, empty parts or NUL: it can only name something in the workspace. */
function mustBePlain(path: string): void {
  if (!path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')) return;
  throw misuse(JSON.stringify(path), 'is not a path in the workspace');
}

export function dead(name: string): GymkhanaError {
  const problem = 'the sandbox is not running';
  return new GymkhanaError({ code: 'SANDBOX_DIED', place: name, problem, fix: 'open a new one' });
}

function misuse(place: string, problem: string): GymkhanaError {
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place, problem });
}
