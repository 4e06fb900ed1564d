import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { Resources } from '../contract.ts';
import { ARGS_FD, bubblewrapOptions, type Entered, enterLine, parkArgs, STATUS_FD } from './bubblewrap.ts';
import type { FilterFile } from './filter-file.ts';
import { endOf } from './helper.ts';
import type { Holder } from './holder.ts';
import { readStatus, type Status } from './status.ts';

/** A process in a sandbox, with namespaces of its own over the holder's files: PID 1 of what it starts. */
export type Entry = Status & {
  child: ChildProcess;
  /** When every process of the entry is dead: its status, null when a signal ended bubblewrap itself. */
  exited: Promise<{ code: number | null }>;
  /** Set when the harness itself ends it. */
  isEnding: boolean;
  /** When moreover its outputs are read to the end. */
  ended: Promise<void>;
};

export type EntryOptions = Pick<Entered, 'init' | 'argv' | 'env' | 'netPid'> & {
  holder: Holder;
  resources: Pick<Resources, 'pids'>;
};

/** A process that will be an entry: it has joined the limits already, and waits for the rest. */
export type Parked = {
  child: ChildProcess;
  /** Enters the holder's mounts, drops privileges and starts bubblewrap there. Once. */
  enter(options: EntryOptions): Entry;
  /** Resolves when it is dead, for one that has not entered. */
  close(): Promise<void>;
};

export type ParkOptions = {
  slotUid: number | null;
  joinFiles: readonly string[];
  /** Descriptors of the runner that must not reach the sandbox. */
  inherited: readonly number[];
  filter: FilterFile;
};

/** Joining a cgroup is milliseconds of waiting for the kernel: others can be at work meanwhile. */
export function park({ joinFiles, slotUid, inherited, ...rest }: ParkOptions): Parked {
  const filter = rest.filter.open();
  const nothing = openSync('/dev/null', 'r+');
  const [command = '', ...args] = parkArgs(joinFiles);
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe', filter, 'pipe', 'pipe', ...cover(inherited, nothing, ARGS_FD + 1)],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    detached: true,
  });
  closeSync(filter);
  closeSync(nothing);
  child.stdin?.on('error', () => {});
  const options = child.stdio.at(ARGS_FD) as Writable;
  options.on('error', () => {});
  const exited = new Promise<{ code: number | null }>((resolve) => {
    child.once('exit', (code) => resolve({ code }));
    child.once('error', () => resolve({ code: null }));
  });
  const ended = endOf(child);
  const status = readStatus(child.stdio[STATUS_FD] as Readable);
  return {
    child,
    enter({ holder, resources: { pids }, ...entered }) {
      options.end(bubblewrapOptions(holder, entered));
      child.stdin?.write(enterLine(entered, { holderPid: holder.pid, slotUid, pids }));
      return { child, exited, isEnding: false, ended, ...status };
    },
    async close() {
      options.destroy();
      child.stdin?.destroy();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The numbers from the first free one: those that are inherited become a descriptor of nothing, the others stay free. */
export function cover(inherited: readonly number[], nothing: number, first: number): (number | 'ignore')[] {
  const count = Math.max(0, (inherited.at(-1) ?? 0) + 1 - first);
  return Array.from({ length: count }, (_, n) => (inherited.includes(first + n) ? nothing : 'ignore'));
}
