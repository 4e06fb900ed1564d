import type { ContainerCreateOptions, MountSettings } from 'dockerode';
import { HARNESS, type SandboxSpec, SOFTWARE, WORKSPACE } from '../contract.ts';
import { ENVIRONMENT } from '../environment.ts';
import { SUPERVISOR } from '../shell/supervisor.ts';
import { COLLECTOR } from './collector.ts';
import { ownerLabels, SANDBOX_LABEL } from './labels.ts';
import { SUPERVISOR_UID, UNTRUSTED_UID } from './users.ts';

/** /tmp of a sandbox; gone with it, never exported. */
export const TMP_MB = 256;

/** What the sandbox's container is made of: hardened by default, nothing of the host in it. */
export function containerOptions(
  spec: SandboxSpec,
  { slotPath, layerPath, token }: { slotPath: string; layerPath: string; token: string },
): ContainerCreateOptions {
  const { resources, role } = spec;
  const shell = ['sh', '-c', SUPERVISOR, 'gymkhana', token, WORKSPACE, '/run/gymkhana'];
  const uid = role === 'agent' ? UNTRUSTED_UID : SUPERVISOR_UID;
  const Labels = { ...ownerLabels(spec.owner), ...spec.labels, [SANDBOX_LABEL]: spec.name };
  return {
    name: spec.name,
    Image: spec.image.id,
    Entrypoint: [],
    Cmd: role === 'agent' ? shell : ['sh', '-c', COLLECTOR],
    Env: Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}`),
    Labels,
    User: `${uid}:${uid}`,
    WorkingDir: WORKSPACE,
    Hostname: 'sandbox',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    // Without endpoints there isn't even a loopback to bring up, which starts sooner.
    NetworkDisabled: !spec.endpoints,
    HostConfig: {
      NetworkMode: 'none',
      ...(spec.endpoints && { Dns: ['127.0.0.1'], DnsSearch: ['.'] }),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Init: false,
      // Not NanoCpus: of these an engine refuses more than its machine has.
      CpuPeriod: 100_000,
      CpuQuota: Math.round(resources.cpus * 100_000),
      // What is written to the workspace, /tmp and /dev/shm is memory of whoever wrote it.
      Memory: megabytes(resources.memoryMb + resources.diskMb + TMP_MB),
      MemorySwap: megabytes(resources.memoryMb + resources.diskMb + TMP_MB),
      PidsLimit: resources.pids,
      ShmSize: megabytes(16),
      Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
      LogConfig: { Type: 'none', Config: {} },
      Tmpfs: {
        '/tmp': `size=${TMP_MB}m,nr_inodes=65536,mode=1777,exec`,
        '/run/gymkhana': `size=1m,mode=0700,uid=${UNTRUSTED_UID},gid=${UNTRUSTED_UID}`,
      },
      Mounts: [
        overlay(slotPath, layerPath, Labels),
        harness(slotPath, Labels),
        ...(spec.software ? [software(spec.software.ref, slotPath, Labels)] : []),
      ],
    },
  };
}

function overlay(slotPath: string, layerPath: string, Labels: Record<string, string>): MountSettings {
  const layers = `lowerdir=${layerPath},upperdir=${slotPath}/upper,workdir=${slotPath}/work`;
  return volume(
    WORKSPACE,
    { type: 'overlay', device: 'overlay', o: `${layers},redirect_dir=off,metacopy=off` },
    Labels,
  );
}

function harness(slotPath: string, Labels: Record<string, string>): MountSettings {
  return volume(HARNESS, { type: 'none', device: `${slotPath}/harness`, o: 'bind' }, Labels);
}

/** Seen through an overlay of this sandbox alone: two sandboxes share no file that could be locked. */
function software(tree: string, slotPath: string, Labels: Record<string, string>): MountSettings {
  const o = `lowerdir=${slotPath}/none:${tree},ro,nosuid`;
  return volume(SOFTWARE, { type: 'overlay', device: 'overlay', o }, Labels);
}

/** A volume without a name, which the engine removes with its container. */
function volume(Target: string, Options: Record<string, string>, Labels: Record<string, string>): MountSettings {
  const VolumeOptions = { NoCopy: true, Labels, DriverConfig: { Name: 'local', Options } };
  return { Type: 'volume', Target, Source: '', VolumeOptions } as MountSettings;
}

function megabytes(n: number): number {
  return n * 1024 * 1024;
}
