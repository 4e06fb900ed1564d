import { execa } from 'execa';
import type { Health } from '../contract.ts';
import type { Grounds } from './sandbox.ts';

/** What a namespace sandbox needs of this machine. Never throws. */
export async function examineNamespaces({ cgroups, slotUid }: Grounds): Promise<Health> {
  if (process.platform !== 'linux') {
    const detail = `namespaces are Linux's; this is ${process.platform}`;
    return { ok: false, checks: [{ name: 'system', ok: false, detail, fix: 'use a Docker engine' }] };
  }
  const checks = [await bubblewrap(), await mounts(slotUid)];
  const held = cgroups ? `cgroup v${cgroups.version}` : 'no: memory and cpus are not held here';
  checks.push({ name: 'limits', ok: true, detail: held });
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function bubblewrap(): Promise<Health['checks'][number]> {
  const { failed, stdout } = await execa('bwrap', ['--version'], { reject: false });
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(String(stdout)) ?? []).slice(1).map(Number);
  const ok = !failed && (major > 0 || minor >= 8);
  const detail = failed ? 'bubblewrap is not installed' : String(stdout);
  return {
    name: 'bubblewrap',
    ok,
    detail,
    ...(!ok && { fix: 'install bubblewrap 0.8 or newer: apt-get install bubblewrap' }),
  };
}

/** Tries what a holder does: user namespaces may be off, by a sysctl or by AppArmor. */
async function mounts(slotUid: number | null): Promise<Health['checks'][number]> {
  const user = slotUid === null ? ['-U', '-r'] : [];
  const script =
    'mount -t tmpfs gymkhana /tmp && mkdir /tmp/l /tmp/u /tmp/w /tmp/m && mount -t overlay -o "$1" x /tmp/m';
  const options = `lowerdir=/tmp/l,upperdir=/tmp/u,workdir=/tmp/w${slotUid === null ? ',userxattr' : ''}`;
  const args = [...user, '-m', '--propagation', 'private', 'sh', '-c', script, 'sh', options];
  const { failed, stderr } = await execa('unshare', args, { reject: false });
  if (!failed) return { name: 'mounts', ok: true, detail: 'private overlays over memory' };
  const fix =
    'allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or apparmor_restrict_unprivileged_userns=0), or use docker';
  return { name: 'mounts', ok: false, detail: String(stderr).trim().split('\n')[0] ?? 'not allowed', fix };
}
