import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { verdictOf } from '../../src/journal/fold.ts';
import { readBodies } from '../../src/trajectory/bodies.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { expectRefusal } from './refusal.ts';
import { statesOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { useModelServer } from './with-model-server.ts';

const MEND = { tool: 'bash', args: { command: "sed -i 's/numbers.length - 1/numbers.length/' src/sum.js" } };
const LOOK = { tool: 'bash', args: { command: 'cat src/sum.js' } };
const usage = { input: 1000, cachedInput: 400, output: 50 };
const PRICE = { input: 10, cachedInput: 1, output: 100 };
/** A model that looks, mends, tries and submits; by its name one that fails in some way. */
const SCRIPT = {
  models: ['worker'],
  conversations: [
    { when: { model: 'broken' }, replies: [{ fail: { with: 500, times: 1000 } }] },
    { when: { model: 'fading' }, replies: [{ calls: [LOOK], usage }, { fail: { with: 500, times: 1000 } }] },
    {
      when: { model: 'short' },
      replies: [{ calls: [MEND], usage }, { fail: { with: 413, times: 1000 } }],
    },
    {
      when: { model: 'shaky' },
      replies: [
        { calls: [MEND], usage, fail: { with: 500, times: 2 } },
        { text: 'Done.', usage },
      ],
    },
    {
      replies: [
        { text: 'I look at it.', calls: [LOOK], usage },
        { calls: [MEND], usage },
        { calls: [{ tool: 'run_tests' }, { tool: 'read_file', args: {} }], usage },
        { calls: [{ tool: 'submit' }], usage },
      ],
    },
  ],
};

const { place, url } = useModelServer(SCRIPT);

const provider = (speaks: string) => ({ speaks, baseUrl: `${url()}/v1`, keyVariable: 'GYM_TEST_KEY' });
async function writeRunner(name: string, more: object = {}): Promise<string> {
  const models = {
    providers: { chat: provider('openai'), messages: provider('anthropic') },
    prices: Object.fromEntries(['chat/worker', 'chat/fading'].map((ref) => [ref, PRICE])),
  };
  return place().write(`${name}.yaml`, stringify({ sandbox: 'namespace', retries: 0, models, ...more }));
}

async function run(id: string, runner: object, ...args: string[]) {
  const command = ['run', '--tasks', TINY, '--agent', 'llm', '--runner', await writeRunner(id, runner), '--id', id];
  const done = await place().gymkhana([...command, ...args], { env: { GYM_TEST_KEY: 'secret-of-the-provider' } });
  const trials = await Promise.all(
    [...(await statesOf(place().path('runs', id)))].map(async ([trial, state]) => {
      const folder = place().path('runs', id, 'trials', trial);
      const events = state.submitted ? await readTrajectory(`${folder}/${state.submitted.trajectory}`) : [];
      return { entry: state.planned?.entry, verdict: verdictOf(state), state, folder, events };
    }),
  );
  return { ...done, trials };
}

/** What a call costs, with the prices above. */
const COST = (600 * 10 + 400 * 1 + 50 * 100) / 1e6;

describe.skipIf(process.platform !== 'linux')('the llm agent', () => {
  it.each(['chat/worker', 'messages/worker'])('solves a task with %s, and all of it is on record', async (model) => {
    const id = `solves-${model.replace('/', '-')}`;
    const { exitCode, stderr, trials } = await run(id, {}, '--model', model);
    expect(exitCode, stderr).toBe(0);
    const [trial] = trials;
    expect(trial).toMatchObject({ entry: 'llm+worker', verdict: 'resolved' });
    expect(trial?.state.submitted).toMatchObject({ stop: 'submitted' });
    expect(trial?.state.submitted?.usage).toMatchObject({
      turns: 4,
      model: {
        input: 4000,
        cachedInput: 1600,
        output: 200,
        costUsd: model === 'chat/worker' ? expect.closeTo(4 * COST, 9) : null,
      },
    });
    const models = trial?.events.flatMap((event) => (event.type === 'model' ? [event] : [])) ?? [];
    expect(models.map(({ turn, calls }) => [turn, calls.map(({ tool }) => tool).join()])).toEqual([
      [1, 'bash'],
      [2, 'bash'],
      [3, 'run_tests,read_file'],
      [4, 'submit'],
    ]);
    const calls = trial?.events.flatMap((event) => (event.type === 'call' ? [[event.turn, event.id, event.tool]] : []));
    expect(calls).toEqual([
      [1, 'call-1', 'bash'],
      [2, 'call-2', 'bash'],
      [3, 'call-3', 'run_tests'],
      [3, 'call-4', 'read_file'],
      [4, 'call-5', 'submit'],
    ]);
    const bodies = await readBodies(`${trial?.folder}/rollout-1/model.jsonl`);
    const last = bodies.request(models.at(-1)?.request ?? '') as { messages: unknown[] };
    expect(JSON.stringify(last.messages)).toContain('numbers.length - 1');
    expect(bodies.answer(models[0]?.response ?? '')?.text).toContain('I look at it.');
    const shown = await place().gymkhana(['show', `${id}/tiny-sum`]);
    expect(shown.stdout).toMatch(
      /^turn 1\nmodel worker \(1000 tokens in, 50 out.*\n {4}I look at it\.\n {2}calls bash /m,
    );
    expect(shown.stdout).toMatch(/^used +4 turns, .* s, 4000 tokens in, 200 out/m);
  });

  it('never lets the key of the provider near a trajectory', async () => {
    const id = 'key';
    const { trials } = await run(id, {}, '--model', 'chat/worker');
    for (const file of ['trajectory.jsonl', 'model.jsonl']) {
      expect(await readFile(`${trials[0]?.folder}/rollout-1/${file}`, 'utf8')).not.toContain('secret-of-the-provider');
    }
  });

  it('wraps up at a limit of turns, which makes an entry each, from one rollout where it is not told', async () => {
    const args = ['--model', 'chat/worker', '--max-turns', '1,2,9'];
    const { exitCode, stderr, trials } = await run('limits', { tellAgent: false }, ...args);
    expect(exitCode, stderr).toBe(0);
    const ends = Object.fromEntries(
      trials.map(({ entry, verdict, state }) => [
        entry,
        [verdict, state.submitted?.stop, state.submitted?.usage.turns],
      ]),
    );
    expect(ends).toEqual({
      'llm+worker@1': ['unresolved', 'turn_limit', 1],
      'llm+worker@2': ['resolved', 'turn_limit', 2],
      'llm+worker@9': ['resolved', 'submitted', 4],
    });
    const apart = await run('apart', { tellAgent: false, checkpoints: false }, ...args);
    const again = Object.fromEntries(
      apart.trials.map(({ entry, verdict, state }) => [
        entry,
        [verdict, state.submitted?.stop, state.submitted?.usage.turns],
      ]),
    );
    expect(again).toEqual(ends);
    const cut = apart.trials.find(({ entry }) => entry === 'llm+worker@2');
    const models = cut?.events.flatMap((event) => (event.type === 'model' ? [[event.turn, event.wrapUp]] : []));
    expect(models).toEqual([
      [1, false],
      [2, false],
      [null, true],
    ]);
  });

  it.each([
    ['cost', { costUsd: 2 * COST }, 'cost_limit'],
    ['tokens', { tokens: 2000 }, 'token_limit'],
  ])('stops at a limit of %s', async (name, limits, stop) => {
    const { trials } = await run(name, { limits }, '--model', 'chat/worker');
    expect(trials[0]?.state.submitted).toMatchObject({ stop, usage: { turns: 2 } });
    expect(trials[0]?.verdict).toBe('resolved');
  });

  it('goes on after failures of its provider, which are no turns', async () => {
    const { trials } = await run('shaky', {}, '--model', 'chat/shaky');
    expect(trials[0]).toMatchObject({
      verdict: 'resolved',
      state: { submitted: { stop: 'exited', usage: { turns: 2 } } },
    });
    const models = trials[0]?.events.flatMap((event) => (event.type === 'model' ? [[event.turn, event.status]] : []));
    expect(models).toEqual([
      [null, 500],
      [null, 500],
      [1, 200],
      [2, 200],
    ]);
  });

  it('has an infra error where its provider stays away, and no verdict', { timeout: 240_000 }, async () => {
    const { exitCode, stderr, trials } = await run('broken', {}, '--model', 'chat/broken');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('1 trial has no verdict; `gymkhana resume broken` tries again');
    expect(trials[0]).toMatchObject({ verdict: 'infra_error', state: { submitted: null } });
    expect(trials[0]?.state.failures[0]?.cause).toMatch(/^MODEL_UNAVAILABLE .*the script says so/);
  });

  it('does not lose what it paid before its provider stayed away', { timeout: 480_000 }, async () => {
    const { trials } = await run('fading', { retries: 1 }, '--model', 'chat/fading');
    const model = { input: 1000, cachedInput: 400, output: 50, costUsd: expect.closeTo(COST, 9) };
    expect(trials[0]).toMatchObject({
      verdict: 'infra_error',
      state: { submitted: null, failures: [{ usage: { turns: 1, model } }, { usage: { turns: 1, model } }] },
    });
    const shown = await place().gymkhana(['show', 'fading/tiny-sum']);
    expect(shown.stdout).toMatch(
      /^infra error +try 1, agent: MODEL_UNAVAILABLE .*\n +it used 1 turn, .* 1000 tokens in/m,
    );
    const board = await place().gymkhana(['leaderboard', 'fading', '--format', 'json']);
    const [row] = JSON.parse(board.stdout).rows;
    expect(row).toMatchObject({ infraTries: 2, infraTokens: 2100, infraCostUsd: expect.closeTo(2 * COST, 9) });
    expect(row).not.toHaveProperty('costUsd');
    const table = await place().gymkhana(['leaderboard', 'fading']);
    expect(table.stdout).toContain(
      `llm+fading: 2 tries that infrastructure ended used 2100 tokens and ${(2 * COST).toFixed(4)} $ more`,
    );
  });

  it('is scored by what it did until the conversation was too long', async () => {
    const { trials } = await run('short', {}, '--model', 'chat/short');
    expect(trials[0]).toMatchObject({ verdict: 'resolved', state: { submitted: { stop: 'context_limit' } } });
  });

  it.each([
    [['--model', 'nowhere/x'], /^MODEL_NOT_FOUND --model nowhere\/x no provider "nowhere"; name one of .*chat.*/],
    [['--model', 'gpt'], /^MODEL_NOT_FOUND --model gpt must be like openai\/gpt-5; .+/],
    [[], /^USAGE --model the agent llm uses a model, and none is named; add --model provider\/name.*/],
    [['--model', 'openai/gpt-5'], /^MODEL_KEY_MISSING --model openai\/gpt-5 OPENAI_API_KEY is not set; export .*/],
    [
      ['--model', 'chat/unpriced', '--set', 'limits.costUsd=1'],
      /^USAGE --model chat\/unpriced its price is not known, .+/,
    ],
  ])('is refused %j in a line', async (args, line) => {
    const runner = await writeRunner('refused');
    const command = ['run', '--tasks', TINY, '--agent', 'llm', '--runner', runner, ...args];
    expectRefusal(
      await place().gymkhana(command, { env: { GYM_TEST_KEY: 'x', OPENAI_API_KEY: '' } }),
      [line],
      expect.any(Number),
    );
  });
});
