import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { verdictOf } from '../../src/journal/fold.ts';
import { describeWithDocker } from '../engine.ts';
import { expectRefusal } from './refusal.ts';
import { statesOf, verdictsOf } from './run-facts.ts';
import { bash, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const KEY = 'secret-of-the-provider';
const mend = { tool: 'bash', args: MEND.args };
/** One that is interrupted twice by its provider, and one that never submits. */
const SCRIPT = {
  conversations: [
    { when: { model: 'endless' }, replies: [{ calls: [mend] }, ...Array(12).fill({ calls: [{ tool: 'run_tests' }] })] },
    { when: { model: 'outside' }, replies: [{ text: 'go' }, { text: 'done', fail: { with: 429 } }] },
    {
      replies: [
        { text: 'I look.', calls: [{ tool: 'bash', args: { command: 'cat src/sum.js' } }], fail: { with: 500 } },
        { calls: [mend], fail: { with: 429 } },
        { calls: [{ tool: 'run_tests' }, { tool: 'read_file', args: {} }] },
        { calls: [{ tool: 'submit' }] },
      ],
    },
  ],
};
/** Asks its model over a stream, works over HTTP, and says how it was answered. */
const PROGRAM = `
const { GYMKHANA_TOOLS_URL: tools, GYMKHANA_TOOLS_TOKEN: token, OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
const ask = async (content) => {
  const body = JSON.stringify({ model: 'outside', stream: true, at: Date.now(), tools: [{ type: 'function', function: { name: 'x' } }],
    messages: [{ role: 'user', content: 'go' }, ...content] });
  const answer = await fetch(url + '/chat/completions', { method: 'POST', headers: { authorization: 'Bearer ' + key }, body });
  return answer.status + await answer.text();
};
const call = (name, args) => fetch(tools + '/v1/tools/' + name, { method: 'POST', body: JSON.stringify(args), headers: { authorization: 'Bearer ' + token } });
const first = await ask([]);
await call('bash', { command: ${JSON.stringify(MEND.args?.command)} + ' && echo ' + first.length });
const said = [await ask([{ role: 'assistant', content: 'go' }]), await ask([{ role: 'assistant', content: 'go' }])];
await call('write_file', { path: 'said.txt', content: said.join('\\n') });
await call('submit', {});
`;

/** The same inside the sandbox, with tools of its own. */
const INSIDE = `
import { execSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
const body = JSON.stringify({ model: 'outside', at: Date.now(), messages: [{ role: 'user', content: 'go' }] });
const answer = await fetch(url + '/chat/completions', { method: 'POST', headers: { authorization: 'Bearer ' + key }, body });
writeFileSync('said.txt', await answer.text());
execSync(${JSON.stringify(MEND.args?.command)});
`;

let place: Workplace;
let port: number;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

async function writeRunner(sandbox: string): Promise<string> {
  const provider = (speaks: string) => ({
    speaks,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    keyVariable: 'GYM_TEST_KEY',
  });
  const models = { providers: { chat: provider('openai'), messages: provider('anthropic') } };
  return place.write(`${sandbox}.yaml`, stringify({ sandbox, retries: 0, models }));
}

/** A run of agents with models and of some without, with the provider there. */
async function record(id: string, sandbox: string): Promise<void> {
  await using server = await openModelServer(ModelScript.parse(SCRIPT));
  port = Number(new URL(server.url).port);
  await place.write('outside.mjs', PROGRAM);
  const outside = await place.write(
    'outside.yaml',
    stringify({ kind: 'external', command: ['node', 'outside.mjs'], model: true }),
  );
  const script = await writeAgent(place, 'lister', [bash('ls; cat /proc/uptime'), MEND, SUBMIT]);
  const options = ['--tasks', TINY, '--runner', await writeRunner(sandbox)];
  const env = { GYM_TEST_KEY: KEY };
  const models = ['--model', 'chat/worker', 'messages/worker', 'chat/endless'];
  const first = ['run', ...options, '--agent', 'llm', script, 'repair', ...models, '--id', id];
  const done = await place.gymkhana(first, { env });
  expect(done.exitCode, done.stderr).toBe(0);
  const command = ['node', '--input-type=module', '-e', INSIDE];
  const inside = await place.write('inside.yaml', stringify({ kind: 'installed', command, model: true }));
  const more = ['run', ...options, '--agent', outside, inside, '--model', 'chat/outside', '--id', `${id}-outside`];
  const also = await place.gymkhana(more, { env });
  expect(also.exitCode, also.stderr).toBe(0);
}

async function trialsOf(run: string) {
  return [...(await statesOf(place.path('runs', run)))].map(([id, state]) => ({
    id,
    state,
    verdict: verdictOf(state),
  }));
}
async function trialOf(run: string, entry: string) {
  const found = (await trialsOf(run)).find(({ state }) => state.planned?.entry === entry);
  if (!found) throw new Error(`no trial of ${entry}`);
  return found;
}
/** With no key: whatever asks for one fails. */
const replay = (...args: string[]) => place.gymkhana(['replay', ...args], { env: { GYM_TEST_KEY: '' } });

describe.skipIf(process.platform !== 'linux')('a replay', () => {
  beforeAll(() => record('first', 'namespace'));

  it.each([
    ['llm+worker', 'model'],
    ['llm+worker#2', 'model'],
    ['llm+endless', 'model'],
    ['llm+worker', 'actions'],
    ['repair', 'actions'],
  ])('of %s by its %s comes to the same, without key and provider', async (entry, mode) => {
    const recorded = await trialOf('first', entry);
    const id = `of-${entry.replaceAll(/\W/g, '-')}-${mode}`;
    const done = await replay(`first/${recorded.id}`, '--mode', mode, '--id', id);
    expect(done.exitCode, done.stderr + done.stdout).toBe(0);
    expect(done.stdout).toContain(`replay of ${recorded.id}`);
    expect(done.stdout).toContain(`the same verdict, ${recorded.verdict}\n  nothing differs`);
    const { state, verdict } = await trialOf(id, entry);
    expect(verdict).toBe(recorded.verdict);
    expect(state.submitted?.parents).toMatchObject([{ how: mode, run: 'first', trial: recorded.id }]);
    if (mode === 'actions') return;
    const { turns, model } = recorded.state.submitted?.usage ?? {};
    expect(state.submitted).toMatchObject({ stop: recorded.state.submitted?.stop, usage: { turns, model } });
  });

  it('names what a tool said otherwise, whatever the verdict, and so does show', async () => {
    const done = await replay('first/tiny-sum__lister', '--id', 'uptime');
    expect(done.exitCode, done.stderr).toBe(0);
    const named =
      /the same verdict, resolved\n {2}call 1 \(bash\) was answered otherwise\n {4}then: [\d.]+ .*\n {4}now: {2}/;
    expect(done.stdout).toMatch(named);
    const shown = await place.gymkhana(['show', 'uptime/tiny-sum']);
    expect(shown.stdout).toMatch(named);
    expect(shown.stdout).toMatch(/^from +first\/tiny-sum__lister\S*, try 1, whose tool calls were made again$/m);
    const again = await replay('uptime/tiny-sum', '--id', 'of-a-replay');
    expect(again.exitCode, again.stderr).toBe(0);
  });

  it.each(['outside', 'inside'])('of an agent %s gives it the same bytes', async (where) => {
    const done = await replay(`first-outside/tiny-sum__${where}`, '--id', `${where}-again`);
    expect(done.exitCode, done.stderr + done.stdout).toBe(0);
    expect(done.stdout).toContain('nothing differs');
  });

  it('of a whole run is a run with the same verdicts', async () => {
    const env = { GYM_TEST_KEY: '' };
    const done = await place.gymkhana(['run', '--replay', 'first', '--id', 'all-again'], { env });
    expect(done.exitCode, done.stderr + done.stdout).toBe(0);
    const verdicts = async (run: string) =>
      (await trialsOf(run)).map(({ state, verdict }) => [state.planned?.entry, verdict]).sort();
    expect(await verdicts('all-again')).toEqual(await verdicts('first'));
    const board = await place.gymkhana(['leaderboard', 'all-again', '--format', 'csv']);
    expect(board.stdout).toMatch(/^llm\+worker#2,/m);
    const resumed = await place.gymkhana(['resume', 'all-again'], { env });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(await verdictsOf(place.path('runs/all-again'))).toEqual(
      Object.fromEntries((await trialsOf('all-again')).map(({ id, verdict }) => [id, verdict])),
    );
  });

  it('of a run may be asked for like a run', async () => {
    const runner = await writeRunner('namespace');
    const asked = ['run', '--tasks', TINY, '--agent', 'llm', '--runner', runner, '--replay', 'first'];
    const env = { GYM_TEST_KEY: '' };
    const done = await place.gymkhana([...asked, '--model', 'chat/worker', '--id', 'asked'], { env });
    expect(done.exitCode, done.stderr + done.stdout).toBe(0);
    expect(done.stdout).toContain('nothing differs');
    const other = ['run', '--tasks', TINY, '--agent', 'nop', '--runner', runner, '--replay', 'first'];
    expectRefusal(await place.gymkhana(other), [
      /^RECORDING_MISSING .*runs\/first .* of nop on tiny-sum, attempt 1; .+/,
    ]);
    expectRefusal(
      await place.gymkhana([...asked, '--model', 'chat/other'], { env }),
      [/^RECORDING_MISSING .*runs\/first .*llm\+other on tiny-sum, attempt 1; .+/],
      expect.any(Number),
    );
    expectRefusal(
      await place.gymkhana(['run', '--replay', 'first', '--attempts', '2'], { env }),
      [/^USAGE --attempts /],
      2,
    );
  });

  it('of a trial that a larger limit served comes to the same', async () => {
    const runner = await writeRunner('namespace');
    const asked = [
      'run',
      '--tasks',
      TINY,
      '--agent',
      'llm',
      '--runner',
      runner,
      '--set',
      'tellAgent=false',
      '--id',
      'limits',
    ];
    await using server = await openModelServer(ModelScript.parse(SCRIPT), { port });
    const env = { GYM_TEST_KEY: KEY };
    const done = await place.gymkhana([...asked, '--model', 'chat/worker', '--max-turns', '2,9'], { env });
    await server[Symbol.asyncDispose]();
    expect(done.exitCode, done.stderr).toBe(0);
    for (const mode of ['model', 'actions']) {
      const again = await replay('limits/tiny-sum__llm+worker@2__', '--mode', mode, '--id', `limits-${mode}`);
      expect(again.exitCode, again.stderr + again.stdout).toBe(0);
      expect(again.stdout).toContain('the same verdict, resolved');
    }
  });

  it('of a changed recording says so, and comes to what it comes to', async () => {
    const recorded = await trialOf('first', 'llm+worker');
    const copy = place.path('runs/tampered');
    await place.gymkhana(['run', '--replay', 'first', '--id', 'tampered'], { env: { GYM_TEST_KEY: '' } });
    const { id } = await trialOf('tampered', 'llm+worker');
    const file = join(copy, 'trials', id, 'rollout-1/model.jsonl');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('numbers.length - 1/numbers.length/');
    await writeFile(
      file,
      text.replaceAll('numbers.length - 1/numbers.length/', 'numbers.length - 1/numbers.length - 2/'),
    );
    const done = await replay(`tampered/${id}`, '--id', 'of-tampered');
    expect(done.exitCode).toBe(1);
    expect(done.stdout).toContain(': another verdict\n');
    expect(done.stdout).toMatch(
      /^ {2}call 2 is another one\n {4}then: bash .*length\/'.*\n {4}now: {2}bash .*length - 2\//m,
    );
    expect(done.stdout).toMatch(/^ {2}the recorded answer to request \d of main has been changed since$/m);
    expect(done.stdout).toMatch(/^ {2}the submission's src\/sum.js\n {4}then: .*\n {4}now: /m);
    expect(done.stdout).toMatch(/^ {2}the verdict\n {4}then: resolved\n {4}now: {2}unresolved$/m);
    expect(recorded.verdict).toBe('resolved');
  });

  it('of an agent that asks for more than was recorded names that request, and asks nobody', async () => {
    const recorded = await trialOf('first', 'llm+worker');
    const file = place.path(
      'runs/tampered/trials',
      (await trialOf('tampered', 'llm+worker')).id,
      'rollout-1/trajectory.jsonl',
    );
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const last = lines.findLastIndex((line) => JSON.parse(line).type === 'model');
    await writeFile(file, `${lines.filter((_, at) => at !== last).join('\n')}\n`);
    const done = await replay('tampered/tiny-sum__llm+worker__', '--id', 'of-shortened');
    expect(done.stdout).toMatch(/request \d of main was never recorded; it got an error for an answer/);
    const now = await trialOf('of-shortened', 'llm+worker');
    expect(now.state.submitted?.stop).toBe('agent_error');
    expect(recorded.state.submitted?.stop).toBe('submitted');
  });

  it('is refused a mode that does not fit, with the one that does', async () => {
    expectRefusal(
      await replay('first/tiny-sum__repair', '--mode', 'model'),
      [/^USAGE --mode model .*; use --mode actions$/],
      2,
    );
    const inside = await replay('first-outside/tiny-sum__inside', '--mode', 'actions');
    expectRefusal(inside, [/^USAGE --mode actions .* tools of its own.*; use --mode model$/], 2);
    expectRefusal(await replay('first/nobody'), [/^TRIAL_NOT_FOUND /]);
  });

  it('never lets the key of the provider near a run', async () => {
    const files = (await readdir(place.path('runs'), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(50);
    for (const { parentPath, name } of files) {
      expect((await readFile(join(parentPath, name))).includes(KEY), join(parentPath, name)).toBe(false);
    }
  });
});

describeWithDocker('a replay in containers', () => {
  it('comes to the same', async () => {
    await record('contained', 'docker');
    for (const entry of ['llm+worker', 'lister']) {
      const done = await replay(`contained/tiny-sum__${entry}__`);
      expect(done.exitCode, done.stderr + done.stdout).toBe(0);
      expect(done.stdout).toContain('the same verdict, resolved');
    }
  });
});
