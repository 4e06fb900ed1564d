import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { median } from './stats.mjs';

/** Writes what the process has used to descriptor 3 as it ends. */
const REPORT_USAGE = `import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));`;

/** Runs Node once, as a command would: wall and processor time from start to end, peak of memory, what it printed. */
export async function runNode(argv) {
  const preload = `--import=data:text/javascript,${encodeURIComponent(REPORT_USAGE)}`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [preload, ...argv], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [stdout, usage, code] = await Promise.all([
    text(child.stdout),
    text(child.stdio[3]),
    new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`node ${argv.join(' ')} ended with ${code}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage);
  const seconds = (performance.now() - startedMs) / 1000;
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024, stdout };
}

/** `median of 3 commands, 2.1 s of processor time each`: what others run on the machine shows in their difference. */
export function describeRuns(runs) {
  const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds));
  return `median of ${runs.length} commands, ${cpu.toFixed(2)} s of processor time each`;
}
