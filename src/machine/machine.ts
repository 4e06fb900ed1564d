import { createHash } from 'node:crypto';
import { arch, availableParallelism, cpus, hostname, platform, release, totalmem } from 'node:os';

/** The machine of a process. Nothing here names it: of the host name only a digest is kept, to tell machines apart. */
export type Machine = {
  platform: string;
  arch: string;
  /** Its release, as `uname -r` prints it. */
  kernel: string;
  /** null where the system does not tell. */
  cpuModel: string | null;
  /** Cores that the process may use. */
  cores: number;
  /** MiB. */
  memoryMb: number;
  /** The version of Node. */
  node: string;
  /** The first 16 hexadecimal digits of the host name's SHA-256. */
  hostDigest: string;
};

export function describeMachine(): Machine {
  return {
    platform: platform(),
    arch: arch(),
    kernel: release(),
    cpuModel: cpus()[0]?.model.trim() || null,
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    node: process.versions.node,
    hostDigest: createHash('sha256').update(hostname()).digest('hex').slice(0, 16),
  };
}
