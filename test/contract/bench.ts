import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { currentOwner, type Owner } from '../../src/owner.ts';
import type {
  ExecOptions,
  ExecResult,
  Export,
  ExportBudget,
  Image,
  Layer,
  Limit,
  Sandbox,
  SandboxKind,
  SandboxSpec,
  ShellOptions,
  ShellResult,
} from '../../src/sandbox/contract.ts';
import { createFixture } from './fixture.ts';

/** What a kind must bring along to be put through the contract suite. */
export type Subject = {
  openKind(): Promise<SandboxKind>;
  /** An image with a POSIX shell, coreutils, git, perl and util-linux. */
  image: string;
  /** A script that opens a sandbox as its own owner and waits to be killed; its arguments are a folder and a name. */
  orphanScript: URL;
  /** What there is, dead or alive, whose name or labels contain `mark`, as seen by something else than the kind. */
  leftovers(mark: string): Promise<string[]>;
  /** Ends what carries the endpoints of a sandbox, as only the machine's user can. */
  killForwarder(name: string): Promise<void>;
  /** How only the machine's user can end a sandbox, or what it stands on, by a word for each. */
  endFromOutside: Readonly<Record<string, (name: string) => Promise<void>>>;
  /** Whether what collects reports is a process in the sandbox, under a uid of its own. */
  collectorInside: boolean;
  /** Whether one sandbox's disk is another one's later: emptied, but not new. */
  reusesDisk: boolean;
  /** What no kernel holds for the user who runs this, and the sandbox must call absent. */
  unheld: readonly Limit[];
  /** How an owner shows up in names or labels. */
  ownerMark(owner: Owner): string;
};

/** A kind, an image and a layer that all cases share. Only usable inside of tests and hooks. */
export type Bench = Subject & {
  kind: SandboxKind;
  image: string;
  preparedImage: Image;
  layer: Layer;
  folder: string;
  /** Part of the name and the labels of each sandbox of this bench. */
  mark: string;
  /** `agent`, unless said otherwise. */
  spec(overrides?: Partial<SandboxSpec>): SandboxSpec;
  open(overrides?: Partial<SandboxSpec>): Promise<Sandbox>;
};

export const RESOURCES = { cpus: 2, memoryMb: 256, pids: 128, diskMb: 64 };

export function useBench(subject: Subject): Bench {
  const mark = `contract-${randomBytes(4).toString('hex')}`;
  const owner = currentOwner();
  let count = 0;
  const bench = {
    ...subject,
    mark,
    spec: (overrides = {}) => ({
      name: `${mark}-${++count}`,
      image: bench.preparedImage,
      layer: bench.layer,
      resources: RESOURCES,
      role: 'agent',
      owner,
      labels: { 'gymkhana.test': mark },
      ...overrides,
    }),
    open: (overrides = {}) => bench.kind.open(bench.spec(overrides)),
  } as Bench;
  const held: AsyncDisposable[] = [];

  beforeAll(async () => {
    bench.kind = await subject.openKind();
    held.push(bench.kind);
    const fixture = await createFixture();
    held.push(fixture);
    bench.folder = fixture.folder;
    bench.preparedImage = await bench.kind.prepareImage(subject.image, () => {});
    bench.layer = await bench.kind.prepareLayer(bench.folder);
  });
  afterAll(async () => {
    for (const one of held.reverse()) await one[Symbol.asyncDispose]();
    for (const all of [mark, subject.ownerMark(owner)]) expect(await subject.leftovers(all)).toEqual([]);
  });
  return bench;
}

/** A result with its outputs as text on top. */
export type Said<T> = T & { out: string; err: string };

function said<T extends { stdout: Buffer; stderr: Buffer }>(result: T): Said<T> {
  return { ...result, out: result.stdout.toString(), err: result.stderr.toString() };
}

export type RunOptions = Partial<ShellOptions>;

export async function run(box: Sandbox, command: string, options: RunOptions = {}): Promise<Said<ShellResult>> {
  return said(await box.shell.run(command, { timeoutMs: 20_000, maxOutputBytes: 1_000_000, ...options }));
}

/** Runs argv, or a string as `sh -c`. */
export async function exec(
  box: Sandbox,
  argv: readonly string[] | string,
  options: Partial<ExecOptions> = {},
): Promise<Said<ExecResult>> {
  const full = typeof argv === 'string' ? ['sh', '-c', argv] : argv;
  return said(await box.exec(full, { timeoutMs: 20_000, maxOutputBytes: 1_000_000, ...options }));
}

export type Shared = {
  box(): Sandbox;
  run(command: string, options?: RunOptions): Promise<Said<ShellResult>>;
  exec(argv: readonly string[] | string, options?: Partial<ExecOptions>): Promise<Said<ExecResult>>;
};

/** One sandbox for all cases of a describe; the one that a failed case leaves behind is replaced. */
export function useSandbox(bench: Bench, overrides: Partial<SandboxSpec> = {}): Shared {
  let current: Sandbox | undefined;
  const close = async () => {
    await current?.close();
    current = undefined;
  };
  beforeEach(async () => {
    current ??= await bench.open(overrides);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await close();
  });
  afterAll(close);
  const box = () => {
    if (!current) throw new Error('a shared sandbox is only there during a test');
    return current;
  };
  return {
    box,
    run: (command, options) => run(box(), command, options),
    exec: (argv, options) => exec(box(), argv, options),
  };
}

export const BUDGET: ExportBudget = { maxBytes: 8_000_000, maxEntries: 5_000, maxDepth: 100, maxPathBytes: 1_000 };

/** Lets `command` loose on a fresh sandbox, kills it and exports what is left. */
export async function exportAfter(bench: Bench, command: string, budget: Partial<ExportBudget> = {}): Promise<Export> {
  await using box = await bench.open();
  await run(box, command);
  await box.kill();
  // Awaited here: a plain return would close the sandbox first.
  return await box.export({ ...BUDGET, ...budget });
}
