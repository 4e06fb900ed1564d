import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrialState } from '../../src/journal/record.ts';
import type { Event } from '../../src/trajectory/event.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { describeWithSandbox } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { ofType, recordsOf, statesOf, verdictsOf } from './run-facts.ts';
import { bash, type Call, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const runsOf = (id: string) => place.path('runs', id);

/** Runs agents on the tiny task; fails unless every trial got a verdict. */
async function runTiny(id: string, agents: string[], ...args: string[]): Promise<Map<string, TrialState>> {
  const named = agents.flatMap((agent) => ['--agent', agent]);
  const { exitCode, stderr } = await place.gymkhana(['run', '--tasks', TINY, '--id', id, ...named, ...args]);
  expect(exitCode, stderr).toBe(0);
  return statesOf(runsOf(id));
}

/** One row a trial: entry, stop, verdict, turns. */
function summaryOf(states: Map<string, TrialState>): unknown[] {
  return [...states.values()]
    .map(({ planned, submitted, scored }) => [
      planned?.entry,
      submitted?.stop,
      scored?.outcome.verdict,
      submitted?.usage.turns,
    ])
    .sort();
}

async function eventsOf(id: string, states: Map<string, TrialState>, entry: string): Promise<Event[]> {
  const state = [...states.values()].find(({ planned }) => planned?.entry === entry)!;
  return readTrajectory(place.path('runs', id, 'trials', state.trial, state.submitted!.trajectory));
}

function resultsOf(events: Event[]): Extract<Event, { type: 'result' }>[] {
  return events.filter((event) => event.type === 'result');
}

describeWithSandbox('turn limits', () => {
  it('are an axis: each stops the agent where it must, and has a row of its own', async () => {
    const early = await writeAgent(place, 'early', [bash('true'), MEND, bash('true'), SUBMIT]);
    const late = await writeAgent(place, 'late', [bash('true'), bash('true'), MEND, SUBMIT]);
    const states = await runTiny('turns', [early, late], '--max-turns', '2,5');
    // What is there at the limit is the submission, and is verified.
    expect(summaryOf(states)).toEqual([
      ['early@2', 'turn_limit', 'resolved', 2],
      ['early@5', 'submitted', 'resolved', 4],
      ['late@2', 'turn_limit', 'unresolved', 2],
      ['late@5', 'submitted', 'resolved', 4],
    ]);
    const events = await eventsOf('turns', states, 'late@2');
    expect(events.filter(({ type }) => type === 'call')).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ type: 'limit', limit: 'turns', action: 'stop' });
    const { stdout } = await place.gymkhana(['leaderboard', 'turns', '--format', 'json']);
    const rows = JSON.parse(stdout).rows as { entry: string; maxTurns: number; rate: number }[];
    expect(rows.map(({ entry, maxTurns, rate }) => [entry, maxTurns, rate])).toEqual([
      ['early@2', 2, 1],
      ['early@5', 5, 1],
      ['late@5', 5, 1],
      ['late@2', 2, 0],
    ]);
  });
});

describeWithSandbox('wall-clock limits', () => {
  it('stop an agent in the middle of a call, and what it left is verified', async () => {
    const runner = await place.write('short.yaml', 'limits: { minutes: 0.05 }\n');
    const slow = await writeAgent(place, 'slow', [MEND, bash('sleep 600'), bash('git checkout .'), SUBMIT]);
    const states = await runTiny('minutes', [slow], '--runner', runner);
    expect(summaryOf(states)).toEqual([['slow', 'time_limit', 'resolved', 2]]);
    const [{ submitted }] = [...states.values()] as [TrialState];
    expect(submitted!.usage.seconds).toBeGreaterThanOrEqual(3);
    expect(submitted!.usage.seconds).toBeLessThan(30);
  });

  it('end a tool call that takes too long, and the agent goes on', async () => {
    const runner = await place.write('impatient.yaml', 'limits: { toolTimeoutSeconds: 3 }\n');
    const calls = [bash('cd src'), bash('sleep 600'), bash('pwd'), bash('cd ..'), MEND, SUBMIT];
    const stuck = await writeAgent(place, 'stuck', calls);
    const states = await runTiny('tool-timeout', [stuck], '--runner', runner);
    expect(summaryOf(states)).toEqual([['stuck', 'submitted', 'resolved', 6]]);
    const [, slept, here] = resultsOf(await eventsOf('tool-timeout', states, 'stuck'));
    expect(slept).toMatchObject({ isError: true, text: expect.stringMatching(/timed out|3 s/) });
    expect(here!.text.trim()).toBe('/workspace/src');
  });
});

/** Tools refuse them, although their arguments are well-formed. */
const WRONG_CALLS: Call[] = [
  { tool: 'read_file', args: { path: 'nowhere.js' } },
  { tool: 'edit_file', args: { path: 'src/sum.js', oldText: 'not in there', newText: '' } },
];

describeWithSandbox('a submission that exists is verified whatever the stop', () => {
  it('also without a submit, after failing calls, or with a broken workspace', async () => {
    const scripts: Record<string, Call[]> = {
      silent: [MEND],
      clumsy: [bash('exit 3'), ...WRONG_CALLS, MEND, SUBMIT],
      vandal: [MEND, bash('rm -rf src'), SUBMIT],
    };
    const agents = await Promise.all(Object.entries(scripts).map(([name, calls]) => writeAgent(place, name, calls)));
    expect(summaryOf(await runTiny('whatever', agents))).toEqual([
      ['clumsy', 'submitted', 'resolved', 5],
      ['silent', 'exited', 'resolved', 1],
      ['vandal', 'submitted', 'unresolved', 3],
    ]);
  });
});

describeWithSandbox('what the agent is told', () => {
  const first = async (id: string, tellAgent: boolean) => {
    const runner = await place.write(`${id}.yaml`, `tellAgent: ${tellAgent}\nlimits: { turns: 3, minutes: 4 }\n`);
    const states = await runTiny(id, ['nop'], '--runner', runner);
    const [event] = await eventsOf(id, states, 'nop@3');
    return event as Extract<Event, { type: 'message' }>;
  };

  it('has its limits where the runner says so, and only there', async () => {
    const instruction = '`sum` in src/sum.js leaves out the last number of its list. Mend it.';
    expect(await first('told', true)).toMatchObject({
      role: 'user',
      text: expect.stringMatching(
        /^`sum` in .*\n\nYou have 3 tool calls, .*, and 4 minutes; one call may take 120 sec/s,
      ),
    });
    expect((await first('untold', false)).text.trim()).toBe(instruction);
  });
});

describeWithSandbox('the same plan again', () => {
  const ask = ['run', '--tasks', TINY, '--agent', 'oracle', '--agent', 'nop', '--attempts', '2', '--seed', 'same'];

  it('says that it is complete, and runs nothing', async () => {
    expect((await place.gymkhana([...ask, '--id', 'twice'])).exitCode).toBe(0);
    const before = await recordsOf(runsOf('twice'));
    for (const command of [
      [...ask, '--id', 'twice'],
      ['resume', 'twice'],
    ]) {
      const { exitCode, stdout, stderr } = await place.gymkhana(command);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Leaderboard of run twice');
      expect(stderr).toContain('4 trials, 4 done already');
      expect(stderr).toContain('complete: runs/twice');
      expect(await recordsOf(runsOf('twice'))).toEqual(before);
    }
  });

  it('gives the same verdicts one at a time and four at a time', async () => {
    const states = async (concurrency: string) => {
      const id = `by-${concurrency}`;
      const { exitCode } = await place.gymkhana([...ask, '--id', id, '--concurrency', concurrency]);
      expect(exitCode).toBe(0);
      return verdictsOf(runsOf(id));
    };
    const [one, four] = [await states('1'), await states('4')];
    expect(Object.values(one).sort()).toEqual(['resolved', 'resolved', 'unresolved', 'unresolved']);
    expect(four).toEqual(one);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });
});

describeWithSandbox('rescore', () => {
  it('appends a generation with the same verdicts, and runs no agent', async () => {
    await runTiny('scored', ['oracle', 'nop']);
    const before = await recordsOf(runsOf('scored'));
    const { exitCode, stdout } = await place.gymkhana(['rescore', 'scored']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Leaderboard of run scored');
    const after = await recordsOf(runsOf('scored'));
    expect(after.slice(0, before.length)).toEqual(before);
    const added = after.slice(before.length);
    expect(added.map(({ type }) => type)).toEqual(['scored', 'scored']);
    const outcomes = (records: typeof after) =>
      Object.fromEntries(ofType(records, 'scored').map(({ ids, outcome }) => [ids.trial, outcome]));
    expect(outcomes(added)).toEqual(outcomes(before));
    for (const { ids, generation, scores } of ofType(added, 'scored')) {
      expect(generation).toBe(2);
      expect(scores[0]!.detail).toBe('scores/2/tests.json');
      const trial = place.path('runs/scored/trials', ids.trial);
      expect((await readdir(trial)).sort()).toEqual(['rollout-1', 'scores']);
      expect((await readdir(`${trial}/scores`)).sort()).toEqual(['1', '2']);
    }
  });
});
