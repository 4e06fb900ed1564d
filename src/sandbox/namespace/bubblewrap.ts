import { HARNESS, type Resources, SOFTWARE, WORKSPACE } from '../contract.ts';
import { ENVIRONMENT } from '../environment.ts';
import { quote } from '../shell/quote.ts';
import { encodeCommand } from '../shell/supervisor.ts';
import { extraNode, SANDBOX_PATH } from './toolchain.ts';

/** The uid that untrusted code sees itself as. */
export const INNER_UID = 1000;
/** File descriptors that a launch hands to bubblewrap. */
export const SECCOMP_FD = 3;
export const STATUS_FD = 4;
/** Its options: keys are among them, and everybody on the machine can read a command line. */
export const ARGS_FD = 5;

/** Where a holder keeps one sandbox's files. */
export type Held = { folder: string; hasSoftware: boolean };

export type Entered = {
  /** PID 1: the command itself, or an init that reaps and passes on signals and statuses. */
  init: 'own' | 'given';
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** A process whose network is the entry's too; null for one of its own. */
  netPid: number | null;
};

/**
 * What bubblewrap reads at ARGS_FD: namespaces of its own for everything, no capabilities, the host's toolchain
 * read-only and of the writable world only the workspace and /tmp.
 */
export function bubblewrapOptions({ folder, hasSoftware }: Held, { init, netPid, env }: Entered): string {
  const node = extraNode();
  const options = [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(netPid === null ? ['--unshare-net'] : []),
    ...['--disable-userns', '--uid', `${INNER_UID}`, '--gid', `${INNER_UID}`, '--hostname', 'sandbox', '--new-session'],
    ...['--die-with-parent', '--cap-drop', 'ALL', '--clearenv', ...(init === 'own' ? ['--as-pid-1'] : [])],
    ...['--ro-bind', `${folder}/view/usr`, '/usr', '--ro-bind', `${folder}/view/etc`, '/etc'],
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...(node ? ['--ro-bind', `${folder}/view/node`, node] : []),
    ...[
      '--proc',
      '/proc',
      ...(init === 'given' ? HIDE_INIT : []),
      '--dev',
      '/dev',
      '--size',
      `${16 << 20}`,
      '--tmpfs',
      '/dev/shm',
    ],
    ...['--bind', `${folder}/tmp`, '/tmp', '--bind', `${folder}/state`, '/run/gymkhana'],
    ...['--bind', `${folder}/merged`, WORKSPACE, '--ro-bind', `${folder}/harness`, HARNESS],
    ...(hasSoftware ? ['--ro-bind', `${folder}/software`, SOFTWARE] : []),
    ...setEnv({ PATH: node ? `${node}:${SANDBOX_PATH}` : SANDBOX_PATH, ...ENVIRONMENT }),
    ...setEnv(env),
    ...['--remount-ro', '/dev/pts', '--remount-ro', '/dev', '--remount-ro', '/', '--chdir', WORKSPACE],
    ...['--seccomp', `${SECCOMP_FD}`, '--json-status-fd', `${STATUS_FD}`],
  ];
  return options.map((option) => `${option}\0`).join('');
}

/**
 * The init that bubblewrap brings tells the status to the outside and has the uid of the code below it: through its
 * memory or its descriptors that code could tell another one. seccomp.ts refuses the ways that are no files.
 */
const HIDE_INIT = ['--perms', '0555', '--size', '4096', '--tmpfs', '/proc/1', '--remount-ro', '/proc/1'];

function setEnv(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]);
}

/** Joins the cgroups, then waits for one line of standard input: what to become. */
export function parkArgs(joinFiles: readonly string[]): string[] {
  const join = joinFiles.map((file) => `echo 0 >${quote(file)} &&`).join(' ');
  return ['sh', '-c', `${join} read -r line && line=$(printf %b "$line") && eval "exec \${line%x}"`];
}

/**
 * That line: enter the holder's mounts and leave root with its groups in one step, then bubblewrap, which sees to it
 * that nothing gains privileges again. Where there are no cgroups the number of processes is held by a limit.
 */
export function enterLine(
  { argv, netPid }: Entered,
  { holderPid, slotUid, pids }: { holderPid: number; slotUid: number | null } & Pick<Resources, 'pids'>,
): string {
  const network = netPid === null ? [] : [`--net=/proc/${netPid}/ns/net`];
  const leave =
    slotUid === null
      ? ['-U', '--preserve-credentials', '--', 'prlimit', `--nproc=${pids}`]
      : ['--setuid', `${slotUid}`, '--setgid', `${slotUid}`, '--'];
  const enter = ['nsenter', '-t', `${holderPid}`, ...network, '-m', ...leave];
  const words = [...enter, 'bwrap', '--args', `${ARGS_FD}`, '--', ...argv];
  return `${encodeCommand(words.map(quote).join(' '))}\n`;
}
