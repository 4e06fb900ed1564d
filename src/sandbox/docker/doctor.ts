import { hasCode } from '../../errors.ts';
import type { Health } from '../contract.ts';
import { type Engine, engineCall } from './engine.ts';

/** What a sandbox needs of the engine. Never throws. */
export async function examineDocker(engine: Engine): Promise<Health> {
  const checks: Health['checks'] = [];
  try {
    const info = await engineCall('asking the engine', engine.info(), 10_000);
    const cgroup = info.CgroupVersion ?? '1';
    checks.push({
      name: 'engine',
      ok: true,
      detail: `Docker ${info.ServerVersion}, ${info.OperatingSystem}, cgroup v${cgroup}`,
    });
    checks.push(
      limit('memory limit', info.MemoryLimit),
      limit('pids limit', info.PidsLimit),
      limit('cpu limit', info.CpuCfsQuota),
    );
    checks.push(storage(info.Driver));
  } catch (error) {
    if (!hasCode(error, 'ENGINE_UNREACHABLE', 'ENGINE_TIMEOUT', 'ENGINE_FAILED', 'DISK_FULL')) throw error;
    const { problem, fix } = error.problems[0];
    checks.push({ name: 'engine', ok: false, detail: problem, ...(fix && { fix }) });
  }
  return { ok: checks.every(({ ok }) => ok), checks };
}

function limit(name: string, available: boolean): Health['checks'][number] {
  if (available) return { name, ok: true, detail: 'held by the kernel' };
  return { name, ok: false, detail: 'the kernel does not hold it', fix: 'boot with the cgroup controller enabled' };
}

function storage(driver: string): Health['checks'][number] {
  if (driver !== 'vfs') return { name: 'storage', ok: true, detail: `${driver}; workspaces are overlays with a quota` };
  return { name: 'storage', ok: false, detail: 'vfs copies every layer', fix: 'use the overlay2 storage driver' };
}
