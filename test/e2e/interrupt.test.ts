import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithDocker } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { inFlight, ofType, recordsOf, until, verdictsOf } from './run-facts.ts';
import { bash, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Running, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

/** Trials that are each some seconds long, two at a time. */
async function startRun(id: string, attempts: number, seconds: number): Promise<Running & { run: string }> {
  const agent = await writeAgent(place, `sleeper-${seconds}`, [MEND, bash(`sleep ${seconds}`), SUBMIT]);
  const plan = [
    'run',
    '--tasks',
    TINY,
    '--agent',
    agent,
    '--attempts',
    `${attempts}`,
    '--concurrency',
    '2',
    '--seed',
    's',
  ];
  const run = place.path('runs', id);
  const running = place.start([...plan, '--id', id]);
  await until(running, 'two trials are in flight', async () => inFlight(await recordsOf(run)).length === 2);
  return { ...running, run };
}

async function expectResumed(id: string, trials: number): Promise<void> {
  const { exitCode, stderr } = await place.gymkhana(['resume', id]);
  expect(exitCode, stderr).toBe(0);
  const verdicts = Object.values(await verdictsOf(place.path('runs', id)));
  expect(verdicts).toEqual(Array(trials).fill('resolved'));
  expect(await leftoversOf(place.pids)).toEqual([]);
}

describeWithDocker('an interrupt', () => {
  it('lets what runs finish and starts nothing more; resume does the rest', async () => {
    const { run, done, signal } = await startRun('drained', 4, 2);
    signal('SIGINT');
    const { exitCode, stdout, stderr } = await done;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('finishing what runs; interrupt again to stop now');
    expect(stderr).toContain('`gymkhana resume drained` goes on');
    expect(stdout).toContain('Leaderboard of run drained');
    const before = await recordsOf(run);
    expect(inFlight(before)).toEqual([]);
    expect(ofType(before, 'scored').map(({ outcome }) => outcome.verdict)).toEqual(['resolved', 'resolved']);
    expect(await leftoversOf(place.pids)).toEqual([]);

    await expectResumed('drained', 4);
    const after = await recordsOf(run);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(ofType(after, 'started')).toHaveLength(4);
  });

  it('that comes again kills what runs and cleans up; resume does it over', async () => {
    const running = await startRun('stopped', 3, 12);
    const { run, done, signal, stderr } = running;
    signal('SIGINT');
    await until(running, 'it says so', async () => stderr().includes('finishing what runs'));
    const startedMs = performance.now();
    // As when its terminal is closed.
    signal('SIGHUP');
    const { exitCode } = await done;
    const seconds = (performance.now() - startedMs) / 1000;
    expect(exitCode).toBe(130);
    expect(stderr()).toContain('stopping now');
    expect(seconds).toBeLessThan(10);
    expect(await leftoversOf(place.pids)).toEqual([]);
    const before = await recordsOf(run);
    // A cancelled trial is not over: there is neither a submission nor a failure.
    expect(before.filter(({ type }) => !['planned', 'started'].includes(type))).toEqual([]);
    expect(inFlight(before)).toHaveLength(2);

    await expectResumed('stopped', 3);
    const tries = ofType(await recordsOf(run), 'submitted').map(({ ids }) => ids.try);
    expect(tries.sort()).toEqual([1, 2, 2]);
  });
});
