import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { dead } from '../death.ts';
import type { PlannedEndpoint } from '../tunnel/endpoints.ts';
import { FORWARDER } from '../tunnel/forwarder.ts';
import { connectTunnel, type Tunnel } from '../tunnel/tunnel.ts';
import { STATUS_FD } from './bubblewrap.ts';
import { cover } from './entry.ts';
import { asHelper, type Helper } from './helper.ts';
import { readStatus } from './status.ts';

/** A network that has nothing but its loopback, and the process of ours in it that carries what is sent there. */
export type Forwarder = {
  /** Whose network namespace the sandbox's processes enter. */
  pid: number;
  /** Once it listens. */
  tunnel: Promise<Tunnel>;
  /** Once it is dead: whether something else than the harness killed it. */
  wasKilled: Promise<boolean>;
  /** Resolves when it is dead. */
  close(): Promise<void>;
};

type ForwarderOptions = {
  name: string;
  /** In whose user namespace the network is made; null for this process's own. */
  holderPid: number | null;
  endpoints: readonly PlannedEndpoint[];
  /** Descriptors of the runner that must not be passed on. */
  inherited: readonly number[];
};

/**
 * Starts this runner's own Node in a network namespace of its own, which bubblewrap makes and whose loopback it brings
 * up. It is in no pid namespace of the sandbox and sees none of its files: from inside it can't be found.
 */
export async function startForwarder({ name, holderPid, endpoints, inherited }: ForwarderOptions): Promise<Forwarder> {
  const ports = endpoints.map(({ port }) => `${port}`);
  const enterUser = holderPid === null ? [] : ['nsenter', '-t', `${holderPid}`, '-U', '--preserve-credentials', '--'];
  const [command = '', ...args] = [...enterUser, ...CONFINED, process.execPath, '-e', FORWARDER, ...ports];
  const nothing = openSync('/dev/null', 'r+');
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe', 'ignore', 'pipe', ...cover(inherited, nothing, STATUS_FD + 1)],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    detached: true,
  });
  closeSync(nothing);
  const helper = asHelper(child);
  let isClosing = false;
  const close = () => {
    isClosing = true;
    return helper.close();
  };
  const wasKilled = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code === null && !isClosing));
    child.once('error', () => resolve(false));
  });
  const handlers = endpoints.map(({ handler }) => handler);
  const tunnel = connect(helper, name, handlers);
  tunnel.catch(() => {});
  const pid = await readStatus(child.stdio[STATUS_FD] as Readable).firstPid;
  if (pid !== null) return { pid, tunnel, wasKilled, close };
  await close();
  await tunnel;
  throw dead(name);
}

/** Nothing of the machine but what a Node needs to run, and no capability. */
const CONFINED = [
  ...['bwrap', '--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--cap-drop', 'ALL'],
  ...['--die-with-parent', '--new-session', '--ro-bind', '/usr', '/usr'],
  ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
  ...['--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache', '--proc', '/proc', '--dev', '/dev'],
  ...['--ro-bind', process.execPath, process.execPath, '--json-status-fd', `${STATUS_FD}`, '--'],
];

async function connect(helper: Helper, name: string, handlers: PlannedEndpoint['handler'][]): Promise<Tunnel> {
  try {
    return await connectTunnel(helper, handlers, () => dead(name));
  } catch (cause) {
    throw helper.failure(name, 'what carries the endpoints', cause);
  }
}
