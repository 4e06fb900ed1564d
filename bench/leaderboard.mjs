import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { encodeLine } from '../dist/journal/line.js';
import { currentOwner } from '../dist/owner.js';
import { createRun } from '../dist/run/folder.js';
import { Runner } from '../dist/run/runner.js';
import { planRun } from '../dist/run/spec.js';
import { figure } from './figure.mjs';
import { describeRuns, runNode } from './process.mjs';
import { median } from './stats.mjs';

const TRIALS = 100_000;
const TASKS = 500;
const ENTRIES = 4;
const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** `gymkhana leaderboard` on a run of 100,000 trials: the whole command, with Node's start. */
export async function measureLeaderboard() {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-bench-'));
  try {
    const run = join(folder, 'large');
    await writeRun(run);
    const runs = [];
    for (let n = 0; n < 3; n += 1) runs.push(await runNode([CLI, 'leaderboard', run]));
    if (!runs[0].stdout.includes(`${TRIALS / ENTRIES}/${TRIALS / ENTRIES}`)) throw new Error(runs[0].stdout);
    const name = `leaderboard of ${TRIALS.toLocaleString('en-US')} trials`;
    const detail = describeRuns(runs);
    const seconds = median(runs.map((one) => one.seconds));
    const peakMb = median(runs.map((one) => one.peakMb));
    return [
      figure({ name, value: seconds, sign: '≤', aim: 5, unit: 's', detail }),
      figure({ name: `${name}, memory`, value: peakMb, sign: '≤', aim: 500, unit: 'MB', detail }),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeRun(path) {
  const agents = new Map([['oracle', { name: 'oracle', version: '1' }]]);
  const tasks = [{ id: 'task-0', folder: '/', digest: '0', language: 'c', difficulty: 'easy', tags: [], verify: [] }];
  const { journal } = await createRun(path, planRun({ id: 'large', runner: Runner.parse({}), tasks, agents }));
  await mkdir(journal, { recursive: true });
  await pipeline(Readable.from(lines()), createWriteStream(join(journal, 'runner.jsonl')));
}

/** A chunk of the journal every thousand trials. */
function* lines() {
  let seq = 0;
  const at = new Date().toISOString();
  for (let first = 0; first < TRIALS; first += 1000) {
    const bodies = Array.from({ length: 1000 }, (_, n) => recordsOf(first + n)).flat();
    yield Buffer.concat(bodies.map((body) => encodeLine({ v: 1, writer: 'runner', seq: seq++, at, ...body })));
  }
}

const OWNER = currentOwner();
const ENFORCEMENT = {
  cpus: 'enforced',
  memoryMb: 'enforced',
  pids: 'enforced',
  diskMb: 'enforced',
  network: 'enforced',
};

function recordsOf(n) {
  const entry = `agent-${n % ENTRIES}`;
  const task = `task-${Math.floor(n / ENTRIES) % TASKS}`;
  const attempt = Math.floor(n / ENTRIES / TASKS) + 1;
  const trial = `${task}__${entry}__${attempt}__${n.toString(16).padStart(8, '0')}`;
  const ids = { trial, rollout: 1, try: 1 };
  const limits = { turns: 50, minutes: 30, toolTimeoutSeconds: 120 };
  const resolved = (n * 2654435761) % 97 < 40;
  const score = {
    id: 'tests',
    kind: 'tests',
    digest: 'f'.repeat(64),
    value: resolved ? 1 : 0,
    tampered: false,
    assurance: 'in-process+canary',
    detail: 'scores/1/tests.json',
  };
  return [
    { type: 'planned', trial, task, entry, attempt, seed: 'f'.repeat(16), agent: entry, model: null, limits },
    { type: 'started', ids, owner: OWNER },
    {
      type: 'submitted',
      ids,
      stop: 'submitted',
      usage: { turns: 1 + (n % 49), seconds: 1 + (n % 600) },
      submission: 'rollout-1/submission.json',
      trajectory: 'rollout-1/trajectory.jsonl',
      sandbox: { kind: 'docker', image: `sha256:${'f'.repeat(64)}`, enforcement: ENFORCEMENT },
    },
    {
      type: 'scored',
      ids,
      generation: 1,
      scores: [score],
      outcome: { verdict: resolved ? 'resolved' : 'unresolved', reward: score.value, pending: [] },
    },
  ];
}
