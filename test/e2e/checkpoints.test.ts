import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import type { TrialState } from '../../src/journal/record.ts';
import type { Leaderboard } from '../../src/report/leaderboard.ts';
import type { WorkspaceFile } from '../../src/sandbox/contract.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { loadSubmission } from '../../src/workspace/change.ts';
import { describeWithDocker } from '../engine.ts';
import { ofType, recordsOf, statesOf, until } from './run-facts.ts';
import { bash, copyTinyWithSlowTests, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Edits arrive at turns 2, 4 and 7; resolved after turn 4 and 5, no more after 7, and submitted at 8. */
const EDITS = [
  bash('cat src/sum.js'),
  bash('echo notes > notes.txt; chmod +x notes.txt'),
  bash('ls'),
  MEND,
  bash('true'),
  bash('ln -s /etc/passwd link'),
  bash('rm notes.txt; git checkout -q src/sum.js; rm -r test'),
  SUBMIT,
];
const LIMITS = ['1', '2', '4', '5', '7', '8', '20'];

let place: Workplace;
let edits: string;
const runOf = (id: string) => place.path('runs', id);

beforeAll(async () => {
  place = await openWorkplace({ engine: true });
  edits = await writeAgent(place, 'edits', EDITS);
});
afterAll(() => place[Symbol.asyncDispose]());

async function runner(name: string, sandbox: string, more = ''): Promise<string> {
  return place.write(`${name}.yaml`, `sandbox: ${sandbox}\ntellAgent: false\n${more}`);
}

async function start(id: string, runnerFile: string, turns: string, agent = edits): Promise<Map<string, TrialState>> {
  const ask = ['run', '--tasks', TINY, '--agent', agent, '--runner', runnerFile, '--max-turns', turns];
  const { exitCode, stderr } = await place.gymkhana([...ask, '--seed', 'same', '--id', id]);
  expect(exitCode, stderr).toBe(0);
  return statesOf(runOf(id));
}

/** All that must not depend on who rolled out. */
async function factsOf(id: string, states: Map<string, TrialState>) {
  const facts = [...states].map(async ([trial, state]) => {
    const { submitted, planned } = state;
    const folder = place.path('runs', id, 'trials', trial);
    const { files, deleted, skipped } = await loadSubmission(`${folder}/${submitted!.submission}`);
    const events = await readTrajectory(`${folder}/${submitted!.trajectory}`);
    return {
      trial,
      limit: planned!.limits.turns,
      seed: planned!.seed,
      stop: submitted!.stop,
      turns: submitted!.usage.turns,
      verdict: verdictOf(state),
      submission: { files: inOrder(files), deleted: deleted.toSorted(), skipped },
      events: events
        .filter(({ type }) => type !== 'checkpoint')
        .map(({ type, ...event }) => [type, 'tool' in event && event.tool, 'text' in event && event.text]),
    };
  });
  return (await Promise.all(facts)).sort((a, b) => a.limit - b.limit);
}

function servedCases(sandbox: string): void {
  it('gives what separate rollouts give, row by row', async () => {
    const one = `served-${sandbox}`;
    const many = `separate-${sandbox}`;
    const served = await start(one, await runner(one, sandbox), LIMITS.join(','));
    const separate = await start(many, await runner(many, sandbox, 'checkpoints: false\n'), LIMITS.join(','));

    expect(ofType(await recordsOf(runOf(one)), 'started')).toHaveLength(1);
    expect(ofType(await recordsOf(runOf(many)), 'started')).toHaveLength(LIMITS.length);
    const [facts, expected] = [await factsOf(one, served), await factsOf(many, separate)];
    expect(facts).toEqual(expected);
    expect(facts.map(({ limit, stop, turns, verdict }) => [limit, stop, turns, verdict])).toEqual([
      [1, 'turn_limit', 1, 'unresolved'],
      [2, 'turn_limit', 2, 'unresolved'],
      [4, 'turn_limit', 4, 'resolved'],
      [5, 'turn_limit', 5, 'resolved'],
      [7, 'turn_limit', 7, 'unresolved'],
      [8, 'submitted', 8, 'unresolved'],
      [20, 'submitted', 8, 'unresolved'],
    ]);

    const rowsOf = async (id: string) => {
      const { stdout } = await place.gymkhana(['leaderboard', id, '--format', 'json']);
      return (JSON.parse(stdout) as Leaderboard).rows.map(({ seconds: _, served: __, ...row }) => row);
    };
    expect(await rowsOf(one)).toEqual(await rowsOf(many));
  });
}

describe('one rollout for all limits (namespace)', () => servedCases('namespace'));
describeWithDocker('one rollout for all limits (docker)', () => servedCases('docker'));

it('says in journal, show and leaderboard whose rollout it was', async () => {
  const states = await start('labelled', await runner('labelled', 'namespace'), '2,20');
  const [small, large] = [...states.values()].sort((a, b) => a.planned!.limits.turns - b.planned!.limits.turns);
  expect(small!.submitted!.parents).toEqual([{ how: 'prefix', trial: large!.trial, rollout: 1, try: 1, turn: 2 }]);
  expect(large!.submitted!.parents).toBeUndefined();
  const { stdout: story } = await place.gymkhana(['show', `labelled/${small!.trial}`]);
  expect(story).toContain(`the first 2 turns of the rollout of ${large!.trial}, try 1`);
  expect(story).toMatch(/^limit of turns reached: stop$/m);
  const { stdout: board } = await place.gymkhana(['leaderboard', 'labelled']);
  expect(board).toContain('edits@2: from the beginnings of rollouts with more turns');
});

it('rolls out for each limit where the agent is told, or checkpoints are off', async () => {
  const told = await place.write('told.yaml', 'tellAgent: true\ncheckpoints: true\n');
  const off = await runner('off', 'namespace', 'checkpoints: false\n');
  for (const [id, file] of Object.entries({ told, off })) {
    const states = await start(id, file, '2,5');
    expect([...states.values()].map(({ submitted }) => submitted!.parents)).toEqual([undefined, undefined]);
    const { exitCode, stderr } = await place.gymkhana(['curve', id]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(id === 'told' ? /^AGENT_WAS_TOLD .*knew their limits/m : /^CHECKPOINT_MISSING/m);
  }
});

it('resumes to the same, each once, wherever it is killed', async () => {
  const slow = await copyTinyWithSlowTests(place, 'tiny-slow', 2);
  const agent = await writeAgent(
    place,
    'slow-edits',
    [...EDITS.slice(0, 3), bash('sleep 1'), ...EDITS.slice(3)],
    ['tiny-slow'],
  );
  const file = await runner('killed', 'namespace', 'concurrency: { sandboxes: 1 }\n');
  const ask = ['run', '--tasks', slow, '--agent', agent, '--runner', file, '--max-turns', '2,5,20', '--seed', 'k'];
  const whole = await place.gymkhana([...ask, '--id', 'whole']);
  expect(whole.exitCode, whole.stderr).toBe(0);
  const wanted = await factsOf('whole', await statesOf(runOf('whole')));
  const moments = { started: 1, submitted: 1, scored: 1, served: 2, last: 3 } as const;
  for (const [moment, count] of Object.entries(moments)) {
    const id = `killed-${moment}`;
    const running = place.start([...ask, '--id', id]);
    const type = moment === 'started' || moment === 'scored' ? moment : 'submitted';
    await until(running, moment, async () => ofType(await recordsOf(runOf(id)), type).length >= count);
    running.signal('SIGKILL');
    await running.done;
    const { exitCode, stderr } = await place.gymkhana(['resume', id]);
    expect(exitCode, stderr).toBe(0);
    expect(await factsOf(id, await statesOf(runOf(id)))).toEqual(wanted);
    const records = await recordsOf(runOf(id));
    expect(ofType(records, 'submitted')).toHaveLength(3);
    expect(ofType(records, 'scored')).toHaveLength(3);
  }
});

describe('curve', () => {
  it('is the rows of separate runs at every limit, and runs nothing when it is asked again', async () => {
    const limits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
    await start('curved', await runner('curved', 'namespace', 'checkpoints: true\n'), '9');
    const separate = await start(
      'points',
      await runner('points', 'namespace', 'checkpoints: false\n'),
      limits.join(','),
    );
    const rates = [...separate.values()]
      .sort((a, b) => a.planned!.limits.turns - b.planned!.limits.turns)
      .map((state) => [state.planned!.limits.turns, verdictOf(state) === 'resolved' ? 1 : 0]);
    const first = await place.gymkhana(['curve', 'curved', '--format', 'json']);
    expect(first.exitCode, first.stderr).toBe(0);
    const rows = JSON.parse(first.stdout) as { line: string; turns: number; rate: number }[];
    expect(rows.map(({ turns, rate }) => [turns, rate])).toEqual(rates);
    expect(rows[0]).toMatchObject({ line: 'edits', agent: 'edits', trials: 1, scored: 1 });
    // Turns 1, 2 and 3, 4 to 6, 7: four trees, each verified once.
    expect(first.stderr).toContain('verifying 4 checkpoints');
    expect(await readdir(`${runOf('curved')}/curve`)).toHaveLength(4);

    const again = await place.gymkhana(['curve', 'curved', '--format', 'csv']);
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout.split('\n')).toHaveLength(limits.length + 1);
    expect(again.stdout).toMatch(/^line,agent,model,turns,trials,scored,rate,low,high\nedits,edits,,1,1,1,0,,\n/);
    const { stdout: table } = await place.gymkhana(['curve', 'curved']);
    expect(table).toMatch(/^ +4 +100\.0 % +1\/1 +█+$/m);
  });

  it('takes what served trials were scored, and verifies the others alone', async () => {
    await start('both', await runner('both', 'namespace'), '2,4,9');
    const { exitCode, stderr } = await place.gymkhana(['curve', 'both']);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('verifying 4 checkpoints'),
    });
  });
});

describe('fork', () => {
  it('goes on from the files as they were, with the history told, in a run of its own', async () => {
    const states = await start('origin', await runner('origin', 'namespace', 'checkpoints: true\n'), '9');
    const [trial] = [...states.keys()] as [string];
    const heir = await writeAgent(place, 'heir', [bash('cat notes.txt; stat -c %a notes.txt; ls'), SUBMIT]);
    const ask = ['fork', `origin/${trial}`, '--turn', '5', '--agent', heir, '--id', 'forked'];
    const { exitCode, stderr } = await place.gymkhana(ask);
    expect(exitCode, stderr).toBe(0);
    const forked = [...(await statesOf(runOf('forked'))).values()];
    expect(forked.map((state) => [verdictOf(state), state.submitted!.stop, state.submitted!.parents])).toEqual([
      ['resolved', 'submitted', [{ how: 'fork', run: 'origin', trial, rollout: 1, try: 1, turn: 5 }]],
    ]);
    const folder = place.path('runs/forked/trials', forked[0]!.trial);
    const [told, , saw] = await readTrajectory(`${folder}/${forked[0]!.submitted!.trajectory}`);
    expect(told).toMatchObject({
      type: 'message',
      text: expect.stringMatching(/worked on this for 5 turns.*turn 4\b/s),
    });
    expect(told).not.toMatchObject({ text: expect.stringContaining('turn 6') });
    expect(saw).toMatchObject({ type: 'result', text: expect.stringMatching(/^notes\n755\n/) });
    const { stdout } = await place.gymkhana(['show', `forked/${forked[0]!.trial}`]);
    expect(stdout).toContain(`the files as they were after turn 5 of origin/${trial}, try 1`);

    expect((await place.gymkhana(ask)).stderr).toContain('1 trial, 1 done already');
    expect((await place.gymkhana(['resume', 'forked'])).exitCode).toBe(0);
  });

  it.each([
    ['a turn that was not taken', ['--turn', '30'], 2, 'CHECKPOINT_MISSING'],
    ['no turn', ['--turn', '0'], 2, 'USAGE'],
  ])('is refused for %s', async (_, turn, code, word) => {
    const [trial] = [...(await statesOf(runOf('origin'))).keys()] as [string];
    const { exitCode, stderr } = await place.gymkhana([
      'fork',
      `origin/${trial}`,
      ...turn,
      '--agent',
      'nop',
      '--id',
      'not',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringMatching(new RegExp(`^${word} `)) });
  });
});

/** Without their times: those are of the rollout that wrote them. */
function inOrder(files: readonly WorkspaceFile[]): Omit<WorkspaceFile, 'mtime'>[] {
  const timeless = files.map(({ path, content, executable }) => ({ path, content, executable }));
  return timeless.sort((a, b) => (a.path < b.path ? -1 : 1));
}
