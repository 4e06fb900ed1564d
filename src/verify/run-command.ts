import type { CollectedReport, Sandbox, SandboxSpec, WorkspaceFile } from '../sandbox/contract.ts';
import { NODE_REPORTER_PATH, REPORT_PATH } from '../sandbox/contract.ts';
import { MAX_REPORT_BYTES } from './reports/result.ts';

const MAX_LOG_BYTES = 64 * 1024;

type Place = { openSandbox(role: SandboxSpec['role']): Promise<Sandbox>; signal: AbortSignal };
type Work = {
  /** Of the submission. */
  files: readonly WorkspaceFile[];
  /** The base's protected files, which `readProtected` gives. */
  kept: readonly WorkspaceFile[];
  /** Laid over them. They and `kept` are newer than `files`: what a build made of others in their place is out of date. */
  hidden: readonly WorkspaceFile[];
  deleted: readonly string[];
  command: string;
  minutes: number;
};

/** How a command ended. What it printed is for people: none of it counts. */
export type Ran = {
  /** Seen from outside, 128 + signal when a signal ended it; null when it ran out of time. */
  exitCode: number | null;
  seconds: number;
  stdout: string;
  stderr: string;
  /** What was written to $GYMKHANA_REPORT, read after every process was dead. */
  report: CollectedReport;
};

/** What of it is kept for people. */
export type Logged = Pick<Ran, 'exitCode' | 'seconds' | 'stdout' | 'stderr'>;

/** Nothing where nothing ran. */
export function logOf(ran: Ran | undefined): Partial<Logged> {
  if (!ran) return {};
  const { exitCode, seconds, stdout, stderr } = ran;
  return { exitCode, seconds, stdout, stderr };
}

/** Runs one command on a changed workspace, in a fresh sandbox. */
export async function runCommand(
  { openSandbox, signal }: Place,
  { files, kept, hidden, deleted, command, minutes }: Work,
): Promise<Ran> {
  await using sandbox = await openSandbox('tests');
  signal.throwIfAborted();
  const stop = () => void sandbox.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await sandbox.write({ files: [...files, ...newerThan(files, layOver(kept, hidden))], deleted });
    const startedMs = performance.now();
    const { exitCode, stdout, stderr } = await sandbox.exec(['sh', '-c', command], {
      timeoutMs: minutes * 60_000,
      maxOutputBytes: MAX_LOG_BYTES,
      env: { GYMKHANA_REPORT: REPORT_PATH, GYMKHANA_NODE_REPORTER: NODE_REPORTER_PATH },
    });
    const seconds = (performance.now() - startedMs) / 1000;
    signal.throwIfAborted();
    await sandbox.kill();
    const report = await sandbox.report(MAX_REPORT_BYTES);
    return { exitCode, seconds, stdout: stdout.toString(), stderr: stderr.toString(), report };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function layOver(below: readonly WorkspaceFile[], above: readonly WorkspaceFile[]): WorkspaceFile[] {
  const paths = new Set(above.map(({ path }) => path));
  return [...below.filter(({ path }) => !paths.has(path)), ...above];
}

/** Now, by this machine's clock; a submission may come from a machine whose clock is ahead. */
function newerThan(files: readonly WorkspaceFile[], later: readonly WorkspaceFile[]): WorkspaceFile[] {
  const latest = files.reduce((most, file) => Math.max(most, file.mtime ?? 0), 0);
  const mtime = Math.max(Date.now() * 1_000, latest + 1_000);
  return later.map((file) => ({ ...file, mtime }));
}
