import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { z } from 'zod';

const Share = z.number().min(0).max(1);

/** How short of processors a machine was for a while, as far as its kernel tells. */
export const CpuPressure = z.discriminatedUnion('source', [
  z.strictObject({
    /** Pressure stall information: /proc/pressure/cpu. */
    source: z.literal('psi'),
    /** The share of the time in which some process that could run waited for a core. */
    waiting: Share,
  }),
  z.strictObject({
    /** /proc/stat, on kernels without pressure stall information. */
    source: z.literal('stat'),
    /** The share of the cores' time that a hypervisor gave to others. */
    steal: Share,
    /** The share of the cores' time in which they worked. */
    busy: Share,
    /** Processes that could run, a core, over the last minute. */
    load: z.number().nonnegative(),
  }),
]);
export type CpuPressure = z.infer<typeof CpuPressure>;

type Files = { psi: string; stat: string };
const FILES: Files = { psi: '/proc/pressure/cpu', stat: '/proc/stat' };

/**
 * Begins to watch; what is returned ends it and tells what was seen, null where the system tells nothing. One small file
 * is read at each end, which takes some microseconds: no thread and no process is needed.
 */
export function watchCpuPressure(files: Files = FILES): () => CpuPressure | null {
  const psi = readPsi(files.psi);
  if (psi !== null) {
    const startedMs = performance.now();
    return () => {
      const now = readPsi(files.psi);
      if (now === null) return null;
      const elapsedUs = (performance.now() - startedMs) * 1000;
      return { source: 'psi', waiting: shareOf(now - psi, elapsedUs) };
    };
  }
  const before = readStat(files.stat);
  return () => {
    const now = before && readStat(files.stat);
    if (!before || !now) return null;
    const total = now.total - before.total;
    const load = round((loadavg()[0] ?? 0) / availableParallelism());
    const [steal, busy] = [shareOf(now.steal - before.steal, total), shareOf(now.busy - before.busy, total)];
    return { source: 'stat', steal, busy, load };
  };
}

/** Microseconds since the boot in which some process waited. */
function readPsi(file: string): number | null {
  const [, total] = /^some .*\btotal=(\d+)/m.exec(read(file)) ?? [];
  return total === undefined ? null : Number(total);
}

/** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in user and nice already. */
function readStat(file: string): { total: number; busy: number; steal: number } | null {
  const [, fields] = /^cpu +([\d ]+)$/m.exec(read(file)) ?? [];
  if (fields === undefined) return null;
  const ticks = fields.split(' ').map(Number).slice(0, 8);
  const total = ticks.reduce((sum, one) => sum + one, 0);
  const [, , , idle = 0, iowait = 0, , , steal = 0] = ticks;
  return { total, busy: total - idle - iowait - steal, steal };
}

/** Kernels have these files or not, and may refuse to read them: neither is worth a failure. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function shareOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : round(Math.min(1, Math.max(0, part / whole)));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
