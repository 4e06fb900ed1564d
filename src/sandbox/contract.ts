import type { Duplex, Readable, Writable } from 'node:stream';
import type { Owner } from '../owner.ts';

/**
 * The contract that every sandbox kind keeps; test/contract runs the same cases against each.
 *
 * A sandbox is a throw-away machine: a root file system from an image, a workspace made of immutable layers below one
 * writable layer, and limits. What runs inside is hostile; what this interface returns is marked by whose word it is.
 */

/** How a limit is kept: `enforced` is proved by exceeding it in the contract suite. */
export type Assurance = 'enforced' | 'best-effort' | 'absent';

export type Resources = {
  /** CPU cores, fractions allowed. */
  cpus: number;
  /** Memory of the processes, MiB; what they write to memory-backed storage is counted on top. */
  memoryMb: number;
  /** Processes and threads together. */
  pids: number;
  /** Bytes that the workspace may grow by, MiB. */
  diskMb: number;
};

/**
 * How the pages of files are kept apart that several sandboxes see, for which of them are in memory can be told and
 * changed from inside: `shared` not at all; `filtered`: system calls that drop pages or ask for them do nothing.
 */
export type PageCache = 'filtered' | 'shared';

export type Enforcement = Record<Limit, Assurance> & { pageCache: PageCache };
export type Limit = keyof Resources | 'network';

/**
 * A regular file of a workspace. `path` is relative to it, `/`-separated, without `.` or `..`. `mtime` is in microseconds
 * since 1970: later than that of every file of a layer and, in an export, no later than the end of the processes. A file
 * that is written without one is later than the layer too.
 */
export type WorkspaceFile = { path: string; content: Buffer; executable: boolean; mtime?: number };

/** A built image. `id` names its exact content; a trial's verification opens the same id. */
export type Image = { name: string; id: string };

/** An immutable, content-addressed tree that workspaces start from, and what is in it. */
export type Layer = { digest: string; ref: string; manifest: ReadonlyMap<string, LayerEntry> };
export type LayerEntry = { kind: 'file' | 'directory' | 'symlink'; sha256: string; bytes: number; executable: boolean };

/** An immutable tree that is mounted beside the workspace, known by a key that its caller vouches for. A layer is one. */
export type Software = Pick<Layer, 'digest' | 'ref'>;

/**
 * Takes one connection that code inside made; `server.emit('connection', connection)` of a node:http server is one. It
 * behaves like a socket: it can be half-closed, `destroy` resets it, and its errors need no listener. Throwing resets it.
 */
export type EndpointHandler = (connection: Duplex) => void;

export type SandboxSpec = {
  /** Unique among living sandboxes; shows up in engine listings. */
  name: string;
  image: Image;
  layer: Layer;
  /** Mounted read-only at SOFTWARE, without setuid programs: agents that are installed once and run in many sandboxes. */
  software?: Software;
  resources: Resources;
  /** `agent`: a persistent shell. `tests`: no shell, but a report that only the supervisor can write. */
  role: 'agent' | 'tests';
  /**
   * The only way out of a sandbox, which has no network: by name, who takes the connections made to it. Inside, and from
   * nowhere else, each is reachable at its address in `Sandbox.endpoints`. What carries them is a process of the harness
   * that code inside can neither see nor end; when it ends all the same, the sandbox is killed.
   */
  endpoints?: Readonly<Record<string, EndpointHandler>>;
  owner: Owner;
  labels: Record<string, string>;
};

export type ShellResult = {
  /** 128 + signal when a signal ended it, null when `lost`. The agent's word: code inside can forge it. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
  /** Bytes left out of the middle of each output, 0 when all is there. */
  omitted: { stdout: number; stderr: number };
  timedOut: boolean;
  /** The command's end was never seen: the shell had to be restarted. */
  lost: boolean;
};

export type ShellOptions = {
  timeoutMs: number;
  /** Kept of each output: the first and the last half of this. */
  maxOutputBytes: number;
  stdin?: Buffer;
  /** false: run from the initial directory and environment, and leave the saved ones alone. Default true. */
  stateful?: boolean;
};

export interface Shell {
  /** cwd and exported environment survive, also when the command ends the shell or times out. One command at a time. */
  run(command: string, options: ShellOptions): Promise<ShellResult>;
}

export type ExecOptions = { timeoutMs: number; maxOutputBytes: number; env?: Record<string, string> };

export type ExecResult = {
  /** Seen from outside the sandbox: the only status a verdict may use. null when it timed out (the sandbox is dead then). */
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
  omitted: { stdout: number; stderr: number };
  timedOut: boolean;
};

export type SpawnOptions = {
  env?: Record<string, string>;
  /** Absolute, or relative to the workspace, which it is by default. */
  cwd?: string;
};

/**
 * A process inside with its streams, for agents that run there. Bytes come as they are, and whoever reads slowly holds
 * the process up, not memory: read both outputs, or `resume()` the one that nobody wants, or the process waits. The
 * streams end with the process or its sandbox; they have no errors of their own.
 */
export type SandboxProcess = {
  /** `end()` closes it and leaves the outputs open. What is written after the process ended is dropped. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Seen from outside the sandbox: 128 + signal when a signal ended it, 126 or 127 when `argv[0]` or `cwd` can't be used,
   * null when the engine never told. It does not wait for what is unread. Errors SANDBOX_DIED when the sandbox ended
   * first, by `kill`, `close` or itself.
   */
  readonly exit: Promise<{ exitCode: number | null }>;
  /** Ends it with SIGKILL, together with what it started and did not put into a session of its own. */
  kill(): Promise<void>;
};

export type ExportBudget = { maxBytes: number; maxEntries: number; maxDepth: number; maxPathBytes: number };

/** Why a file is skipped that a process writes while it is read. */
export const CHANGED_MEANWHILE = 'it changed while it was read';

/** What differs from the layer. Regular files only; everything else is in `skipped` with its reason. */
export type Export = { files: WorkspaceFile[]; deleted: string[]; skipped: { path: string; reason: string }[] };

/**
 * The files of a workspace at some moment, against its layer, by the rules of an export. Equal files against an equal
 * layer have an equal digest, in every kind: sha256 over paths, modes and contents, and what is deleted. Files as they
 * were, never the machine as it was: processes, /tmp, links and `.git` are not in it.
 */
export type Checkpoint = Export & { digest: string };

/**
 * What was written to REPORT_PATH, whole, or why it can't be had: nothing was written, more than was asked for, or what
 * was written could not be collected to its end.
 */
export type CollectedReport = { kind: 'ok'; bytes: Buffer } | { kind: 'none' | 'too-large' | 'unfinished' };

export interface Sandbox extends AsyncDisposable {
  readonly name: string;
  readonly kind: string;
  readonly enforcement: Enforcement;
  /** By name, the base URL of each endpoint for code inside: `http://127.0.0.1:<port>`, the same in every sandbox. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Only in the role `agent`. */
  readonly shell: Shell;
  /** Runs argv in the workspace as the untrusted user, with a status seen from outside. A timeout kills the sandbox. */
  exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /**
   * Starts argv as the untrusted user; `argv[0]` is looked up in PATH. Only in the role `agent`, and several at a time.
   * Errors SANDBOX_FAILED when argv or env can't be handed over: a NUL, a string of 128 KiB, 1 MiB together.
   */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<SandboxProcess>;
  /** Only before untrusted code has run here. */
  write(change: { files: readonly WorkspaceFile[]; deleted: readonly string[] }): Promise<void>;
  /** A regular file of the workspace, or null if there is none; while it runs. Errors SANDBOX_FAILED above `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Buffer | null>;
  /** After this every process is dead, every connection is cut, and the files are still readable. */
  kill(): Promise<void>;
  /** Only after `kill`. */
  export(budget: ExportBudget): Promise<Export>;
  /**
   * The workspace as it is now, while the sandbox lives and goes on; after `kill` as it was then. A process that writes
   * meanwhile is not stopped: a file that it changes is caught at some moment, or skipped by name.
   */
  checkpoint(budget: ExportBudget): Promise<Checkpoint>;
  /** Only in the role `tests`, after `kill`: what was written to REPORT_PATH. */
  report(maxBytes: number): Promise<CollectedReport>;
  /** Resolves when it, or something that it stands on, ends while it is alive; never after `kill` or `close`. */
  readonly died: Promise<void>;
  /**
   * What outside of it ended it, on evidence that code inside can't produce: the engine's own event, or a signal to a
   * process that no code inside can reach. null where there is none: then it ended by itself, or lives.
   */
  endedFromOutside(): Promise<string | null>;
  /** Removes everything the sandbox held. Safe to call twice. */
  close(): Promise<void>;
}

export type Health = { ok: boolean; checks: { name: string; ok: boolean; detail: string; fix?: string }[] };

export interface SandboxKind extends AsyncDisposable {
  readonly name: string;
  /** How its sandboxes' limits are held, for this user of this machine. */
  readonly enforcement: Enforcement;
  /** Looks at the machine; never throws. */
  doctor(): Promise<Health>;
  /** Why this machine can't serve an image at all, or null; cheap, and nothing is built. */
  refuse(imageName: string): Promise<string | null>;
  /** Sees to it that no sandbox that is opened from now on sees these folders of this machine. */
  hide(folders: readonly string[]): Promise<void>;
  /** Builds the image once per content and returns its identity. */
  prepareImage(name: string, onProgress: (line: string) => void): Promise<Image>;
  /** Stores the tree of a folder (with its `.git`) once per content. */
  prepareLayer(folder: string): Promise<Layer>;
  /**
   * What `build` puts into an empty folder, stored once per key: regular files, folders and links, for anybody to read.
   * The caller vouches that equal keys are equal trees (the package, its version, the platform); that is what makes it
   * fast, because nothing is installed and nothing of the tree is read when the key is known. A build that fails leaves
   * nothing, and its error is thrown on.
   */
  prepareSoftware(key: string, build: (folder: string) => Promise<void>): Promise<Software>;
  open(spec: SandboxSpec): Promise<Sandbox>;
  /** Removes what dead owners left behind; with `all`, also caches. Returns what was removed, by name. */
  reap(options: { all: boolean }): Promise<string[]>;
}

/** Where the workspace is, in every sandbox. */
export const WORKSPACE = '/workspace';
/** Where `SandboxSpec.software` is. */
export const SOFTWARE = '/opt/agent';
/** Trusted files of the harness, read-only to untrusted code (the node:test reporter). */
export const HARNESS = '/gymkhana';
/** Where a test command writes its report: append-only for it, and collected by the supervisor in the role `tests`. */
export const REPORT_PATH = '/gymkhana/report';
/** A node:test reporter writing one JSON line a result. */
export const NODE_REPORTER_PATH = '/gymkhana/node-reporter.mjs';
