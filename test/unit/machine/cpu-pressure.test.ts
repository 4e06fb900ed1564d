import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchCpuPressure } from '../../../src/machine/cpu-pressure.ts';

let folder: string;
let files: { psi: string; stat: string };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-pressure-'));
  files = { psi: join(folder, 'psi'), stat: join(folder, 'stat') };
});
afterEach(() => rm(folder, { recursive: true }));

const psi = (some: number) =>
  writeFile(
    files.psi,
    `some avg10=9.24 avg60=1.00 avg300=1.00 total=${some}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n`,
  );
const stat = (ticks: string) => writeFile(files.stat, `cpu  ${ticks}\ncpu0 ${ticks}\nintr 1 2 3\n`);

it('takes the share of the time from pressure stall information', async () => {
  await psi(1000);
  const end = watchCpuPressure(files);
  const startedMs = performance.now();
  await sleep(100);
  await psi(1000 + 50_000);
  const elapsedMs = performance.now() - startedMs;
  const seen = end();
  expect(seen?.source).toBe('psi');
  expect(seen?.source === 'psi' && seen.waiting).toBeGreaterThan((50 / elapsedMs) * 0.8);
  expect(seen?.source === 'psi' && seen.waiting).toBeLessThanOrEqual(0.5);
});

it('never tells more than all of the time, nor less than none', async () => {
  await psi(1000);
  const [much, less] = [watchCpuPressure(files), watchCpuPressure(files)];
  await psi(9_999_999_999);
  expect(much()).toEqual({ source: 'psi', waiting: 1 });
  await psi(0);
  expect(less()).toEqual({ source: 'psi', waiting: 0 });
});

it('takes steal and load from /proc/stat where there is no pressure stall information', async () => {
  await stat('100 0 100 800 0 0 0 0 0 0');
  const end = watchCpuPressure(files);
  await stat('130 0 110 840 10 0 0 10 25 0');
  expect(end()).toEqual({ source: 'stat', steal: 0.1, busy: 0.4, load: expect.any(Number) });
});

it('tells null where the system tells nothing, or stops telling', async () => {
  expect(watchCpuPressure(files)()).toBeNull();
  await stat('1 1 1 1 1 1 1 1');
  const end = watchCpuPressure(files);
  await rm(files.stat);
  expect(end()).toBeNull();
  await psi(1);
  const ended = watchCpuPressure(files);
  await writeFile(files.psi, 'nothing that is known');
  expect(ended()).toBeNull();
});
