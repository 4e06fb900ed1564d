import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/journal/record.ts';
import { describeWithSandbox } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { inFlight, ofType, recordsOf, statesOf, until, verdictsOf } from './run-facts.ts';
import { copyTiny } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/**
 * The crash rule: whenever a run is killed, resuming it gives what it would have given, each trial once. 48 trials (a
 * bundled task and five that take next to no time, oracle and nop, four attempts) are run once undisturbed, then killed
 * at some moment and resumed, again and again; less often in namespaces.
 */
const MOMENTS = Number(process.env.GYMKHANA_CRASH_MOMENTS ?? 3);
const SEED = Number(process.env.GYMKHANA_CRASH_SEED ?? 1);
const TRIALS = 48;
/** Where a run takes place: the verdicts and the rules are the same. The undisturbed one is the first kind's. */
const SANDBOXES = [
  { kind: 'namespaces', engine: false, moments: Math.ceil(MOMENTS / 3) },
  { kind: 'containers', engine: true, moments: MOMENTS },
];
/** A moment takes a whole run and a bit: half a minute on two idle cores, several on busy ones. */
const TIMEOUT_MS = MOMENTS * 600_000;

type Sandbox = (typeof SANDBOXES)[number];

let place: Workplace;
let plan: string[];
let undisturbed: Record<string, string | null>;

beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

describeWithSandbox(`a run that is killed (seed ${SEED})`, () => {
  beforeAll(async () => {
    const tiny = await Promise.all([1, 2, 3, 4, 5].map((n) => copyTiny(place, `tiny-${n}`)));
    plan = ['run', '--tasks', 'ini-quoted-comment', ...tiny, '--agent', 'oracle', '--agent', 'nop'];
    plan.push('--attempts', '4', '--concurrency', '2', '--seed', 'crash', '--id');
    const { exitCode, stderr } = await place.gymkhana([...plan, 'undisturbed'], SANDBOXES[0]);
    expect(exitCode, stderr).toBe(0);
    undisturbed = await verdictsOf(place.path('runs/undisturbed'));
    expect(Object.keys(undisturbed)).toHaveLength(TRIALS);
    const resolved = Object.values(undisturbed).filter((verdict) => verdict === 'resolved');
    const unresolved = Object.values(undisturbed).filter((verdict) => verdict === 'unresolved');
    expect([resolved.length, unresolved.length]).toEqual([TRIALS / 2, TRIALS / 2]);
  });

  it.each(SANDBOXES)(
    'resumes to the same verdicts, each once, and leaves nothing behind, in $kind',
    async (sandbox) => {
      const { moments } = sandbox;
      for (let moment = 1, draw = 0; moment <= moments; draw += 1) {
        // One in each part of the run: early ones and late ones differ.
        const share = (moment - 1 + fraction(`${SEED} ${draw}`)) / moments;
        const id = `killed-${sandbox.kind}-${moment}-${share.toFixed(4)}`;
        const killed = await killAt(id, { after: share * TRIALS, sandbox });
        if (killed === null) {
          console.log(`crash: at ${share.toFixed(4)} of the run nothing was in flight; another moment is drawn`);
          continue;
        }
        const scored = ofType(killed, 'scored').length;
        console.log(
          `crash ${moment}/${moments}: killed at ${share.toFixed(4)} of the run, ${inFlight(killed).length} in flight, ${scored} of ${TRIALS} scored`,
        );
        await expectResumed(id, killed, sandbox);
        moment += 1;
      }
    },
    TIMEOUT_MS,
  );
});

/**
 * Kills a fresh run somewhere in its next trial when that many are scored; null when nothing was in flight just then.
 * By this run's own pace: other tests beside make one run twice as fast as another, and kinds of sandboxes differ.
 */
async function killAt(
  id: string,
  { after, sandbox }: { after: number; sandbox: Sandbox },
): Promise<JournalRecord[] | null> {
  const run = place.path('runs', id);
  const running = place.start([...plan, id], sandbox);
  const whole = Math.floor(after);
  const isThere = async () => {
    const records = await recordsOf(run);
    return ofType(records, 'started').length > 0 && ofType(records, 'scored').length >= whole;
  };
  await until(running, `a trial has started and ${whole} are scored`, isThere, TIMEOUT_MS);
  const sinceStartMs = Date.now() - startOf(await recordsOf(run));
  await sleep((after - whole) * (sinceStartMs / Math.max(1, whole)));
  try {
    running.signal('SIGKILL');
  } catch (error) {
    // It was faster than the undisturbed one, and is over.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await running.done;
  const records = await recordsOf(run);
  return inFlight(records).length > 0 ? records : null;
}

async function expectResumed(id: string, killed: readonly JournalRecord[], sandbox: Sandbox): Promise<void> {
  const run = place.path('runs', id);
  const { exitCode, stderr } = await place.gymkhana(['resume', id], sandbox);
  expect(exitCode, stderr).toBe(0);
  expect(await verdictsOf(run)).toEqual(undisturbed);

  const records = await recordsOf(run);
  // What was journalled stays, but for a last line that was being written.
  expect(records.slice(0, killed.length)).toEqual(killed);
  for (const type of ['planned', 'submitted', 'scored'] as const) {
    const trials = ofType(records, type).map((record) => ('ids' in record ? record.ids.trial : record.trial));
    expect(new Set(trials).size, `${type} twice`).toBe(trials.length);
    expect(trials, type).toHaveLength(TRIALS);
  }
  // A trial that had submitted is not run again; one that had not is, and says so.
  const submitted = new Set(ofType(killed, 'submitted').map(({ ids }) => ids.trial));
  const lost = new Set(inFlight(killed).filter((trial) => !submitted.has(trial)));
  for (const [trial, { tries, failures }] of await statesOf(run)) {
    expect({ trial, tries, failures }).toEqual({ trial, tries: lost.has(trial) ? 2 : 1, failures: [] });
  }
  expect(await leftoversOf(place.pids)).toEqual([]);
}

function startOf(records: readonly JournalRecord[]): number {
  const [first] = ofType(records, 'started');
  return Date.parse(first!.at);
}

/** Uniform in [0, 1), and the same for the same text. */
function fraction(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
