import { execa } from 'execa';
import type { Health } from '../contract.ts';
import { overlayOptions } from './overlay.ts';
import type { Grounds } from './spare.ts';

type Check = Health['checks'][number];

/** What a namespace sandbox needs of this machine. Never throws. */
export async function examineNamespaces({ cgroups, slotUid }: Grounds): Promise<Health> {
  if (process.platform !== 'linux') {
    const detail = `namespaces are Linux's; this is ${process.platform}`;
    return { ok: false, checks: [{ name: 'system', ok: false, detail, fix: 'use a Docker engine' }] };
  }
  const groups = cgroups ? `v${cgroups.version}` : 'none that this user may make';
  const checks = [await bubblewrap(), await mounts(slotUid), { name: 'cgroups', ok: true, detail: groups }];
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function bubblewrap(): Promise<Check> {
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

const TRY_MOUNTS = 'mount -t tmpfs x /tmp && cd /tmp && mkdir l u w m && mount -t overlay -o "$0" x m && cd /';
const TRY_ENTRY =
  'exec "$@" bwrap --unshare-user --unshare-pid --unshare-ipc --unshare-net --disable-userns --cap-drop ALL --ro-bind / / --proc /proc true';

/** Tries what a holder and an entry do: user namespaces may be off, by a sysctl, by AppArmor or in a container. */
async function mounts(slotUid: number | null): Promise<Check> {
  const asRoot = slotUid !== null;
  const options = overlayOptions({ lower: '/tmp/l', upper: '/tmp/u', work: '/tmp/w' }, asRoot);
  const leaveRoot = asRoot ? ['setpriv', '--reuid', `${slotUid}`, '--regid', `${slotUid}`, '--clear-groups'] : ['env'];
  const unshare = [...(asRoot ? [] : ['-U', '-r']), '-m', '--propagation', 'private', 'sh', '-c'];
  const script = `${TRY_MOUNTS} && ${TRY_ENTRY}`;
  const { failed, stderr } = await execa('unshare', [...unshare, script, options, ...leaveRoot], { reject: false });
  if (!failed) return { name: 'namespaces', ok: true, detail: 'private overlays over memory, sandboxes over them' };
  const said = String(stderr).trim().split('\n')[0] || 'it said nothing';
  const sysctls =
    'user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0';
  const fix = `allow user namespaces (sysctl ${sysctls}), or use a Docker engine`;
  return { name: 'namespaces', ok: false, detail: `namespaces are refused here (${said})`, fix };
}
