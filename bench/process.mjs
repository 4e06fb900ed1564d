import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

/** Writes the peak of its resident memory, KiB, to descriptor 3 as the process ends. */
const REPORT_PEAK = `import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

/** Runs Node once, as a command would: its wall time from start to end, its peak of memory and what it printed. */
export async function runNode(argv) {
  const preload = `--import=data:text/javascript,${encodeURIComponent(REPORT_PEAK)}`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [preload, ...argv], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [stdout, peak, code] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stdio[3]),
    new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`node ${argv.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - startedMs) / 1000, peakMb: Number(peak) / 1024, stdout: stdout.toString() };
}
