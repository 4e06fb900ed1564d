import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { inject } from 'vitest';

/** What a command said and how it ended; `exitCode` is undefined where a signal ended it. */
export type Done = { exitCode: number | undefined; stdout: string; stderr: string };

/** A command that runs. Killing it by its group also reaches what it started. */
export type Running = { pid: number; done: Promise<Done>; stderr(): string; signal(name: NodeJS.Signals): void };

/** A folder to run commands in: their runs/ is in it. */
export type Workplace = {
  folder: string;
  /** Of every command started here. */
  pids: number[];
  path(...parts: string[]): string;
  write(path: string, text: string): Promise<string>;
  start(args: readonly string[], options?: StartOptions): Running;
  gymkhana(args: readonly string[], options?: StartOptions): Promise<Done>;
} & AsyncDisposable;

type StartOptions = {
  env?: Record<string, string>;
  packageFolder?: string;
  /** Whether the machine's Docker engine is in reach. What is not about containers takes a fifth of the time without. */
  engine?: boolean;
};

/** What hides the engine; only Linux has another kind of sandbox. */
export const NO_ENGINE: Record<string, string> = process.platform === 'linux' ? { DOCKER_HOST: 'unix:///nowhere' } : {};

export async function openWorkplace({ engine = false } = {}): Promise<Workplace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gymkhana-e2e-')));
  const running = new Set<Running>();
  const pids: number[] = [];

  const start = (args: readonly string[], options: StartOptions = {}): Running => {
    const one = startCommand(folder, args, { engine, ...options });
    running.add(one);
    pids.push(one.pid);
    void one.done.finally(() => running.delete(one));
    return one;
  };
  return {
    folder,
    pids,
    path: (...parts) => join(folder, ...parts),
    async write(path, text) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    start,
    gymkhana: (args, options) => start(args, options).done,
    async [Symbol.asyncDispose]() {
      for (const one of running) one.signal('SIGKILL');
      await Promise.all([...running].map(({ done }) => done));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startCommand(cwd: string, args: readonly string[], { env, packageFolder, engine }: StartOptions): Running {
  const main = join(packageFolder ?? inject('packageFolder'), 'dist/cli/main.js');
  // A group of its own, so that a signal meets all of it and nothing of the tests.
  const child = execa(process.execPath, [main, ...args], {
    cwd,
    env: { NO_COLOR: '1', ...(engine ? {} : NO_ENGINE), ...env },
    stdin: 'ignore',
    detached: true,
    reject: false,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('node could not be started');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return {
    pid,
    done: child.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
    stderr: () => said,
    signal: (name) => process.kill(-pid, name),
  };
}
