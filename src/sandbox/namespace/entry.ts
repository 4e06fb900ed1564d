import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Resources } from '../contract.ts';
import { bubblewrapArgs, launchArgs, STATUS_FD } from './bubblewrap.ts';
import type { FilterFile } from './filter-file.ts';
import { endOf } from './helper.ts';
import type { Holder } from './holder.ts';
import { readStatus, type Status } from './status.ts';

/** A process in a sandbox, with namespaces of its own over the holder's files: PID 1 of what it starts. */
export type Entry = Status & {
  child: ChildProcess;
  /** When every process of the entry is dead: its status, null when a signal ended bubblewrap itself. */
  exited: Promise<{ code: number | null }>;
  /** When moreover its outputs are read to the end. */
  ended: Promise<void>;
};

export type EntryOptions = {
  holder: Holder;
  /** PID 1: the command itself, or an init that reaps and passes on signals and statuses. */
  init: 'own' | 'given';
  argv: readonly string[];
  env: Record<string, string>;
  /** A process whose network is the entry's too; null for one of its own. */
  netPid: number | null;
  slotUid: number | null;
  joinFiles: readonly string[];
  /** Descriptors of the runner that must not reach the sandbox. */
  inherited: readonly number[];
  filter: FilterFile;
  resources: Pick<Resources, 'pids'>;
};

/** Enters the holder's mounts, joins the limits, drops privileges and starts bubblewrap there. */
export function enter({ holder, init, argv, env, netPid, slotUid, ...rest }: EntryOptions): Entry {
  const { joinFiles, inherited, resources } = rest;
  const bubblewrap = bubblewrapArgs(holder, { init, net: netPid === null ? 'own' : 'given', argv, env });
  const launch = launchArgs(bubblewrap, { joinFiles, slotUid, pids: resources.pids });
  const user = slotUid === null ? ['-U', '--preserve-credentials'] : [];
  const network = netPid === null ? [] : [`--net=/proc/${netPid}/ns/net`];
  const filter = rest.filter.open();
  const nothing = openSync('/dev/null', 'r+');
  const child = spawn('nsenter', ['-t', `${holder.pid}`, ...user, ...network, '-m', '--', ...launch], {
    stdio: ['pipe', 'pipe', 'pipe', filter, 'pipe', ...cover(inherited, nothing)],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    detached: true,
  });
  closeSync(filter);
  closeSync(nothing);
  child.stdin?.on('error', () => {});
  const exited = new Promise<{ code: number | null }>((resolve) => {
    child.once('exit', (code) => resolve({ code }));
    child.once('error', () => resolve({ code: null }));
  });
  return { child, exited, ended: endOf(child), ...readStatus(child.stdio[STATUS_FD] as Readable) };
}

/** The numbers after bubblewrap's own: those that are inherited become a descriptor of nothing, the others stay free. */
export function cover(inherited: readonly number[], nothing: number): (number | 'ignore')[] {
  const first = STATUS_FD + 1;
  const count = Math.max(0, (inherited.at(-1) ?? 0) + 1 - first);
  return Array.from({ length: count }, (_, n) => (inherited.includes(first + n) ? nothing : 'ignore'));
}
