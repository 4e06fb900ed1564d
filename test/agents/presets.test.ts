import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { verdictOf } from '../../src/journal/fold.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { leftoversOf } from '../e2e/leftovers.ts';
import { statesOf } from '../e2e/run-facts.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithDocker } from '../engine.ts';
import { bill, PRESETS, type Preset, runnerFor, scriptFor, TASK } from './fixture.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

type Asked = {
  id: string;
  agent: string;
  provider: Preset['provider'];
  script: object;
  turns: number[];
  ending?: number;
};

/** Runs an agent in containers against a scripted model; its trials by their limit of turns. */
async function work({ id, agent, provider, script, turns, ending = 0 }: Asked) {
  await using server = await openModelServer(ModelScript.parse(script));
  const runner = await place.write(`${id}.yaml`, stringify(runnerFor(server.url)));
  const command = ['run', '--tasks', TASK, '--agent', agent, '--model', `${provider}/scripted`];
  // More memory than the task gives: opencode needs it now and then.
  const how = ['--runner', runner, '--max-turns', turns.join(','), '--set', 'resources.memoryMb=2048'];
  const { exitCode, stderr } = await place.gymkhana([...command, ...how, '--concurrency', '1', '--id', id]);
  expect(exitCode, stderr).toBe(ending);
  const trials = [...(await statesOf(place.path('runs', id)))].map(async ([trial, state]) => {
    const { submitted, planned } = state;
    const events = await readTrajectory(place.path('runs', id, 'trials', trial, submitted?.trajectory ?? ''));
    return [planned?.limits.turns, { trial, submitted, events, verdict: verdictOf(state) }] as const;
  });
  return new Map(await Promise.all(trials));
}

/** The answers of its model given again, which is not there any more. */
async function replaysToTheSame(run: string, trial: string | undefined) {
  const { exitCode, stdout, stderr } = await place.gymkhana(['replay', `${run}/${trial}`, '--mode', 'model']);
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/the same verdict, resolved/),
  });
}

describeWithDocker('a preset', () => {
  it.each(PRESETS)('$name solves a task, and is stopped at its limit', async (preset) => {
    const { name, provider, asides } = preset;
    const trials = await work({ id: name, agent: name, provider, script: scriptFor(preset), turns: [40, 2] });
    const { tokens, costUsd } = bill(3, asides);
    const model = { ...tokens, costUsd: expect.closeTo(costUsd, 9) };

    const whole = trials.get(40);
    expect(whole).toMatchObject({ verdict: 'resolved', submitted: { stop: 'exited', usage: { turns: 3, model } } });
    expect(whole?.events.at(-1)).toMatchObject({
      type: 'message',
      role: 'agent',
      text: expect.stringMatching(/Mended/),
    });

    await replaysToTheSame(name, whole?.trial);

    const limited = trials.get(2);
    // Its last answer is paid, and is no turn.
    expect(limited).toMatchObject({
      verdict: 'resolved',
      submitted: { stop: 'turn_limit', usage: { turns: 2, model } },
    });
    const calls = limited?.events.filter((event) => event.type === 'model' && event.offersTools) ?? [];
    expect(calls).toMatchObject([{ turn: 1 }, { turn: 2 }, { turn: null, wrapUp: true, calls: [] }]);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });

  it.each(PRESETS)('$name costs what it has cost when it is killed', async (preset) => {
    const { name, provider, asides } = preset;
    const script = scriptFor(preset, 'kill -9 $PPID; sleep 60');
    const trials = await work({ id: `${name}-killed`, agent: name, provider, script, turns: [40], ending: 1 });
    const { tokens, costUsd } = bill(2, asides);
    const model = { ...tokens, costUsd: expect.closeTo(costUsd, 9) };
    expect(trials.get(40)).toMatchObject({
      verdict: 'unresolved',
      submitted: { stop: 'agent_error', usage: { turns: 2, model } },
    });
    expect(await leftoversOf(place.pids)).toEqual([]);
  });

  it('claude-code solves a task over MCP, with the tools of the gym alone', async () => {
    const agent = fileURLToPath(new URL('../../examples/claude-with-gym-tools.yaml', import.meta.url));
    const call = (command: string) => ({ tool: 'mcp__gym__bash', args: { command } });
    const script = scriptFor({ call, submit: 'mcp__gym__submit' });
    const trials = await work({ id: 'mcp', agent, provider: 'messages', script, turns: [40] });
    // It is told that the work is handed in, and has a last word.
    const { tokens, costUsd } = bill(4, 0);
    const model = { ...tokens, costUsd: expect.closeTo(costUsd, 9) };
    const whole = trials.get(40);
    expect(whole).toMatchObject({ verdict: 'resolved', submitted: { stop: 'submitted', usage: { turns: 4, model } } });
    const tools = whole?.events.flatMap((event) => (event.type === 'call' ? [event.tool] : []));
    expect(tools).toEqual(['bash', 'bash', 'submit']);
    await replaysToTheSame('mcp', whole?.trial);
  });
});
