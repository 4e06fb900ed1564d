// 1,000 oracle trials in namespace sandboxes, four at a time: `npm run soak`, or `npm run soak -- 200` for fewer.
// Prints what is left of them, which must be nothing, and what the runner itself needed.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { foldJournal, verdictOf } from '../dist/journal/fold.js';
import { readJournal } from '../dist/journal/read.js';
import { loadAgent } from '../dist/run/agents.js';
import { executeRun } from '../dist/run/execute.js';
import { createRun } from '../dist/run/folder.js';
import { Runner } from '../dist/run/runner.js';
import { planRun } from '../dist/run/spec.js';
import { openNamespace } from '../dist/sandbox/namespace/kind.js';
import { loadTask } from '../dist/task/load.js';
import { figure } from './figure.mjs';
import { findLeftovers } from './leftovers.mjs';

const WORKERS = 4;
const TASK = fileURLToPath(new URL('../test/fixtures/tasks/tiny-sum', import.meta.url));

const trials = Number(process.argv[2] ?? 1000);
if (!Number.isInteger(trials) || trials < 10) {
  console.error('USAGE how many trials must be a number of at least 10');
  process.exit(2);
}
// Where everything of this process alone is made, so that what is left of it can be told from what is others'.
const scratch = await mkdtemp(join(tmpdir(), 'gymkhana-soak-'));
await chmod(scratch, 0o755);
try {
  process.env.TMPDIR = join(scratch, 'tmp');
  await mkdir(process.env.TMPDIR);
  const { verdicts, heap, cpuShare, seconds } = await soak(join(scratch, 'run'));
  const left = await findLeftovers(process.env.TMPDIR);
  console.log(
    `${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)} after, Node ${process.version}; ` +
      `${trials} trials in ${seconds.toFixed(0)} s, ${((1000 * seconds) / trials).toFixed(0)} ms each; ${verdicts}`,
  );
  for (const [what, found] of Object.entries(left)) {
    console.log(
      `left: ${what.padEnd(16)} ${found.length}${found.length > 0 ? `  ${found.slice(0, 3).join(' · ')}` : ''}`,
    );
  }
  print(figure({ name: 'heap growth after warm-up', value: heap, sign: '≤', aim: 1, unit: 'MB', detail: '' }));
  print(
    figure({
      name: 'processor time of the runner, of the wall',
      value: cpuShare,
      sign: '≤',
      aim: 30,
      unit: '%',
      detail: '',
    }),
  );
  const isClean = Object.values(left).every((found) => found.length === 0) && verdicts === `resolved ${trials}`;
  if (!isClean) process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function soak(folder) {
  const task = await loadTask(TASK);
  const agents = new Map([['oracle', await loadAgent('oracle', '')]]);
  const spec = planRun({ id: 'soak', runner: Runner.parse({ retries: 0 }), tasks: [task], agents, attempts: trials });
  const run = await createRun(folder, spec);
  const heapUsed = collector();
  const warmUp = Math.ceil(trials / 5);
  let [ended, before, after, startedMs, cpu] = [0, 0, 0, 0, undefined];
  const onEvent = ({ type }) => {
    if (type !== 'ended') return;
    ended += 1;
    if (ended === warmUp) before = heapUsed();
    // The last ones are few at a time, so their garbage is another.
    if (ended === trials - WORKERS) after = heapUsed();
  };
  const kind = await openNamespace();
  try {
    const { ok, checks } = await kind.doctor();
    if (!ok) throw new Error(`no namespaces here: ${JSON.stringify(checks)}`);
    const never = new AbortController().signal;
    const request = { folder: run, spec, tasks: [task], agents, kind, concurrency: WORKERS, onEvent };
    [startedMs, cpu] = [performance.now(), process.cpuUsage()];
    await executeRun({ ...request, drain: never, stop: never });
  } finally {
    await kind[Symbol.asyncDispose]();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuShare = ((user + system) / 1e6 / seconds) * 100;
  return { verdicts: await countVerdicts(run.journal), heap: (after - before) / 2 ** 20, cpuShare, seconds };
}

async function countVerdicts(journal) {
  const counts = new Map();
  for (const state of foldJournal(await readJournal(journal)).values()) {
    const verdict = verdictOf(state);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].map(([verdict, count]) => `${verdict} ${count}`).join(', ');
}

/** Bytes in use once all garbage is gone. */
function collector() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}

function print({ name, value, aim, verdict }) {
  console.log(`${name.padEnd(46)} ${value.padStart(10)}  aim ${aim.padEnd(8)}  ${verdict}`);
}
