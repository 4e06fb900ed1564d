import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NODE_REPORTER_SOURCE } from '../node-reporter.ts';
import { ATTENDANT } from '../shell/attendant.ts';
import { type ConnectedShell, connectShell } from '../shell/client.ts';
import { quote } from '../shell/quote.ts';
import { encodeCommand } from '../shell/supervisor.ts';
import type { Held } from '../slot/held.ts';
import { INNER_UID } from './bubblewrap.ts';
import { asHelper, type Helper } from './helper.ts';
import type { Host } from './host.ts';
import { overlayOptions } from './overlay.ts';

/** /tmp of a sandbox. */
export const TMP_MB = 256;

/**
 * Storage of one sandbox: a process with a mount namespace of its own, and in it a memory-backed file system whose size
 * is the quota. It outlives the sandbox's processes, so that their files can be read; when it ends, all of it vanishes.
 */
export type Holder = Held & {
  /** Its files as the holder sees them: disk/upper, merged, tmp, state, harness, etc. */
  folder: string;
  hasSoftware: boolean;
  pid: number;
  isRunning(): boolean;
  close(): Promise<void>;
};

/** A holder before it has a sandbox: it has made what is the same for all of them, and waits for the rest. */
export type SpareHolder = Helper & { child: ChildProcess; pid: number; folder: string; token: string };

/** In a folder with nothing in it but the table of mounts. */
export function startHolder(folder: string, slotUid: number | null): SpareHolder {
  const token = randomBytes(16).toString('hex');
  const asRoot = slotUid !== null;
  // Processes of its own as well: whatever the holder has started ends with it, also what is stuck or in the background.
  const unshare = [...(asRoot ? [] : ['-U', '-r']), '-m', '--propagation', 'private', '-p', '--kill-child'];
  const child = spawn('unshare', [...unshare, 'sh', '-c', layOut(slotUid), 'holder', token, folder], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
    // Ctrl-C on the terminal is for the runner: it decides what becomes of its sandboxes.
    detached: true,
  });
  return { ...asHelper(child), child, pid: child.pid ?? 0, folder, token };
}

/** What a holder can't know before it has a sandbox. */
export type Place = {
  layer: string;
  software?: string | null;
  diskMb: number;
  asRoot: boolean;
  /** Whether reports are collected from the FIFO. */
  collects: boolean;
};

export async function openHolder(
  spare: SpareHolder,
  { layer, software = null, diskMb, asRoot, collects }: Place,
): Promise<Holder> {
  const { child, pid, folder, close } = spare;
  const overlay = overlayOptions({ lower: layer, upper: `${folder}/disk/upper`, work: `${folder}/disk/work` }, asRoot);
  const place = { overlay, software: software ?? '', disk: diskOptions(diskMb), collects: collects ? 'yes' : '' };
  const words = Object.entries(place).map(([name, value]) => `${name}=${quote(value)}`);
  try {
    spare.stdin.write(`${encodeCommand(words.join(' '))}\n`);
    const shell = await connect(spare, async () => void child.kill('SIGKILL'));
    const paths = { upper: `${folder}/disk/upper`, collected: `${folder}/collected` };
    const isRunning = () => child.exitCode === null && child.signalCode === null;
    const hasSoftware = software !== null;
    return { folder, hasSoftware, pid, shell, ...paths, confined: confine(folder), isRunning, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(spare: SpareHolder, interrupt: () => Promise<void>): Promise<ConnectedShell> {
  const { token, folder } = spare;
  try {
    return await connectShell(spare, { name: folder, token, interrupt });
  } catch (cause) {
    throw spare.failure(folder, 'the holder of a sandbox', cause);
  }
}

/** Room for what the harness puts in and for the entries of directories, on top of the workspace's quota. */
const OVERHEAD_MB = 8;
/** Room for the report, on top of that: none of it is used before something is written. */
const REPORT_MB = 136;

/**
 * What a holder runs: it mounts what it can, reads its place (see openHolder), mounts the rest, and answers to the
 * runner. What untrusted code can fill is apart from what the holder itself writes to. Test commands write to a FIFO;
 * what comes goes where they can't reach it. What is the machine's own is seen through overlays of this sandbox alone.
 */
function layOut(slotUid: number | null): string {
  const give = slotUid === null ? '' : `-o ${slotUid} -g ${slotUid}`;
  return `set -e
umask 022
token=$1 folder=$2
exec 6<"$folder/view-lines" 7<"$folder/mask-lines"
mount -a -T "$folder/table"
cd "$folder"
install -d -m 755 ${give} disk/upper disk/work
printf %s ${quote(NODE_REPORTER_SOURCE)} >harness/node-reporter.mjs
echo 'agent:x:${INNER_UID}:${INNER_UID}::/tmp:/bin/sh' >etc/passwd
echo 'agent:x:${INNER_UID}:' >etc/group
echo '127.0.0.1 localhost' >etc/hosts
cat <&6 >views && cat <&7 >masks
. ./masks
mount -a -T views
exec 6<&- 7<&-
views=${viewOptions(slotUid !== null)}
IFS= read -r line || exit 0
line=$(printf %b "$line")
eval "\${line%x}"
mount -t tmpfs -o "remount,$disk" gymkhana disk &
sized=$!
[ -z "$software" ] || mount -t overlay -o "ro,nosuid,$views,lowerdir=$folder/mask/none:$software,X-mount.mkdir" gymkhana software
mount -t overlay -o "$overlay,X-mount.mkdir" gymkhana merged
if [ "$collects" ]; then
  mkfifo -m 622 harness/report
  : >collected
  cat <>harness/report >>collected 2>/dev/null &
fi
wait $sized
set +e
cd /
${ATTENDANT}`;
}

/** Writes what a holder mounts, as fstab(5) has it: one program's start takes longer than ten mounts of it. */
export async function writeTable(
  folder: string,
  { slotUid, host }: { slotUid: number | null; host: Host },
): Promise<void> {
  const owned = slotUid === null ? '' : `,uid=${slotUid},gid=${slotUid}`;
  const mounts = [
    ['', `size=${REPORT_MB + OVERHEAD_MB}m,nr_inodes=4096,mode=755`],
    ['/disk', `${diskOptions(0)},mode=755`],
    ['/tmp', `size=${TMP_MB}m,nr_inodes=65536,mode=1777${owned}`],
    ['/state', `size=1m,mode=755${owned}`],
    ['/harness', 'size=1m,mode=755'],
    ['/etc', 'size=1m,mode=755'],
  ];
  const line = ([path, options]: string[]) => `gymkhana ${folder}${path} tmpfs ${options},X-mount.mkdir 0 0\n`;
  await Promise.all([
    writeFile(join(folder, 'table'), mounts.map(line).join('')),
    writeFile(join(folder, 'view-lines'), viewLines(folder, host, slotUid !== null)),
    writeFile(join(folder, 'mask-lines'), maskLines(host)),
  ]);
}

/** Below the folder's own mounts these files would be out of sight: they are read before. */
function viewLines(folder: string, { roots, etc }: Host, asRoot: boolean): string {
  const view = (name: string, lower: string) =>
    `gymkhana ${folder}/view/${name} overlay ro,${viewOptions(asRoot)},lowerdir=${lower},X-mount.mkdir 0 0\n`;
  const lines = Object.entries(roots).map(([name, root]) => view(name, `${folder}/mask/${name}:${root}`));
  return [...lines, view('etc', `${folder}/etc:${etc}`)].join('');
}

function viewOptions(asRoot: boolean): string {
  return asRoot ? 'redirect_dir=off,metacopy=off' : 'userxattr';
}

/** A whiteout in the upper of two layers hides what is below it, folders and all. */
function maskLines({ roots, hidden }: Host): string {
  const lines = Object.entries(roots).flatMap(([name, root]) => [
    `mkdir -p mask/${name}`,
    ...[...hidden]
      .filter((path) => path.startsWith(`${root}/`))
      .map((path) => whiteOut(`mask/${name}${path.slice(root.length)}`)),
  ]);
  return `${['mkdir -p mask/none', ...lines].join('\n')}\n`;
}

function whiteOut(path: string): string {
  return `mkdir -p ${quote(dirname(path))} && mknod ${quote(path)} c 0 0`;
}

function diskOptions(diskMb: number): string {
  return `size=${diskMb + OVERHEAD_MB}m,nr_inodes=${diskMb * 256 + 4096}`;
}

/** A root of its own, made when it is first needed: the machine's tools and the upper layer. */
function confine(folder: string): Holder['confined'] {
  const root = `${folder}/confined`;
  const links = ['bin', 'sbin', 'lib', 'lib64'].map((name) => `ln -sfn usr/${name} ${root}/${name}`).join(' && ');
  const mounts = `mount --rbind /usr ${root}/usr && mount --bind ${folder}/disk/upper ${root}/upper`;
  const make = `mkdir -p ${root}/usr ${root}/upper && ${links} && ${mounts} && : >${root}/ready`;
  return { prepare: `{ [ -e ${root}/ready ] || { ${make}; }; }`, command: `chroot ${root}`, upper: '/upper' };
}
