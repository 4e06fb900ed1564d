import { randomBytes } from 'node:crypto';
import type { Owner } from '../../owner.ts';
import { NODE_REPORTER_SOURCE } from '../node-reporter.ts';
import { ATTENDANT } from '../shell/attendant.ts';
import { connectShell } from '../shell/client.ts';
import { type Held, trusted } from '../slot/held.ts';
import { attachStreams } from './attach.ts';
import { removeVolume } from './container-state.ts';
import { type Engine, engineCall, removed } from './engine.ts';
import { ownerLabels } from './labels.ts';
import { SUPERVISOR_UID, UNTRUSTED_UID } from './users.ts';

/**
 * Storage for one sandbox at a time: a memory-backed volume whose size is the quota, kept mounted by a holder container
 * so that the files outlive the sandbox's processes. Trusted code in the holder lays it out, reads it and empties it.
 */
export type Slot = Held & {
  /** The volume's path on the engine's machine. */
  path: string;
  /** The holder's container. */
  id: string;
  /** Whether its holder is still there. */
  isHeld(): boolean;
  /** Empty again: upper/, work/ and harness/ with the report's FIFO and the reporter. */
  prepare(): Promise<void>;
  close(): Promise<void>;
};

const HELD = '/held';
/** For what the harness itself puts into a slot, and for the entries of directories. */
const OVERHEAD_MB = 8;

export async function openSlot(
  engine: Engine,
  { diskMb, image, owner }: { diskMb: number; image: string; owner: Owner },
): Promise<Slot> {
  const name = `gymkhana-slot-${owner.pid}-${randomBytes(4).toString('hex')}`;
  try {
    return await openNamed(engine, name, { diskMb, image, owner });
  } catch (error) {
    // Nobody else knows of it while we live; what isn't there is not missed.
    await Promise.allSettled([
      removed('removing a holder', engine.getContainer(name).remove({ force: true, v: true })),
    ]);
    await Promise.allSettled([removeVolume(engine, name)]);
    throw error;
  }
}

async function openNamed(
  engine: Engine,
  name: string,
  { diskMb, image, owner }: { diskMb: number; image: string; owner: Owner },
): Promise<Slot> {
  const Labels = ownerLabels(owner);
  await engineCall(
    'creating a volume',
    engine.createVolume({
      Name: name,
      Driver: 'local',
      DriverOpts: {
        type: 'tmpfs',
        device: 'tmpfs',
        o: `size=${diskMb + OVERHEAD_MB}m,nr_inodes=${inodes(diskMb)},mode=0755`,
      },
      Labels,
    }),
  );
  const token = randomBytes(16).toString('hex');
  const container = await engineCall(
    'creating a holder',
    engine.createContainer({
      name,
      Image: image,
      Entrypoint: [],
      Cmd: ['sh', '-c', ATTENDANT, 'holder', token],
      Labels,
      User: '0:0',
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      NetworkDisabled: true,
      HostConfig: {
        CapDrop: ['ALL'],
        CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL'],
        SecurityOpt: ['no-new-privileges'],
        ReadonlyRootfs: true,
        LogConfig: { Type: 'none', Config: {} },
        Mounts: [{ Type: 'volume', Source: name, Target: HELD }],
      },
    }),
  );
  const streams = await attachStreams(container);
  await engineCall('starting a holder', container.start());
  const volume = await engineCall('inspecting a volume', engine.getVolume(name).inspect());
  const interrupt = () => removed('killing a holder', container.kill());
  const shell = await connectShell(streams, { name, token, interrupt });
  let isHeld = true;
  void shell.ended.then(() => {
    isHeld = false;
  });

  return {
    path: volume.Mountpoint,
    id: container.id,
    isHeld: () => isHeld,
    shell,
    upper: `${HELD}/upper`,
    collected: `${HELD}/harness/collected`,
    // The holder has nothing to show but its image, which is nobody's secret.
    confined: { prepare: ':', command: '', upper: `${HELD}/upper` },
    async prepare() {
      await trusted(shell, LAY_OUT, Buffer.from(NODE_REPORTER_SOURCE));
    },
    async close() {
      await removed('removing a holder', container.remove({ force: true, v: true }));
      await removeVolume(engine, name);
    },
  };
}

/** A file for every 4 KiB of the quota, and some: a workspace of small files hits the bytes first. */
function inodes(diskMb: number): number {
  return diskMb * 256 + 4096;
}

const LAY_OUT = `cd ${HELD} && rm -rf upper work none harness && mkdir -m 755 upper work none harness && mkfifo -m 622 harness/report &&
cat >harness/node-reporter.mjs && : >harness/collected && chmod 600 harness/collected &&
chown ${UNTRUSTED_UID}:${UNTRUSTED_UID} upper && chown -R ${SUPERVISOR_UID}:${SUPERVISOR_UID} harness`;
