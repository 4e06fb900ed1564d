import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { verdictOf } from '../../src/journal/fold.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { expectRefusal } from './refusal.ts';
import { statesOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** What the programs here begin with. */
const TALK = `
import { createInterface } from 'node:readline';
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const receive = async () => JSON.parse((await lines.next()).value);
const say = (line) => process.stdout.write(line + '\\n');
const call = (tool, args, id = 'a') => { say(JSON.stringify({ type: 'call', id, tool, args })); return receive(); };
const MEND = { command: "sed -i 's/numbers.length - 1/numbers.length/' src/sum.js" };
const task = await receive();
`;

async function writeAgent(name: string, body: string, more: object = {}): Promise<string> {
  await place.write(`${name}/program.mjs`, TALK + body);
  const file = { kind: 'external', command: ['node', 'program.mjs'], ...more };
  return place.write(`${name}/${name}.yaml`, stringify(file));
}

async function run(agent: string, id: string, ...args: string[]) {
  const runner = await place.write('namespace.yaml', stringify({ sandbox: 'namespace', retries: 0 }));
  const command = ['run', '--tasks', TINY, '--agent', agent, '--runner', runner, '--id', id];
  const done = await place.gymkhana([...command, ...args]);
  const [[trial, state] = []] = [...(await statesOf(place.path('runs', id)))];
  const file = place.path('runs', id, 'trials', trial ?? '', state?.submitted?.trajectory ?? '');
  const events = state?.submitted ? await readTrajectory(file) : [];
  return { ...done, state, verdict: state && verdictOf(state), events };
}

describe.skipIf(process.platform !== 'linux')('an external agent', () => {
  it('is told the task and solves it by lines of JSON', async () => {
    const agent = await writeAgent(
      'solver',
      `
      if (task.type !== 'task' || !task.instruction.includes('sum') || !task.limits || task.tools.length < 8) process.exit(3);
      const bad = await call('read_file', {}, 7);
      if (bad.type !== 'result' || bad.id !== 7 || !bad.isError) process.exit(4);
      say('nonsense');
      if ((await receive()).type !== 'error') process.exit(5);
      if ((await call('bash', MEND)).isError) process.exit(6);
      const answer = await call('submit', {});
      if (answer.isError) process.exit(7);
      if ((await call('bash', MEND)).type !== 'stopped') process.exit(8);
      process.exit(0);`,
    );
    const { exitCode, stderr, state, verdict, events } = await run(agent, 'solver');
    expect(exitCode, stderr).toBe(0);
    expect(verdict).toBe('resolved');
    expect(state).toMatchObject({
      planned: { agent: 'solver' },
      submitted: { stop: 'submitted', usage: { turns: 3 } },
    });
    const tools = events.flatMap((event) => (event.type === 'call' ? [event.tool] : []));
    expect(tools).toEqual(['read_file', 'bash', 'submit']);
  });

  it('may work over HTTP instead, as the same turns', async () => {
    const agent = await writeAgent(
      'by-http',
      `
      const { GYMKHANA_TOOLS_URL: url, GYMKHANA_TOOLS_TOKEN: token } = process.env;
      const post = (name, args, bearer = token) => fetch(url + '/v1/tools/' + name, { method: 'POST',
        headers: { authorization: 'Bearer ' + bearer }, body: JSON.stringify(args) });
      if ((await post('bash', MEND, 'wrong')).status !== 401) process.exit(3);
      if ((await (await post('bash', MEND)).json()).isError) process.exit(4);
      if ((await post('submit', {})).status !== 200) process.exit(5);
      process.exit((await post('bash', MEND)).status === 410 ? 0 : 6);`,
    );
    const { state, verdict } = await run(agent, 'by-http');
    expect(state?.submitted).toMatchObject({ stop: 'submitted', usage: { turns: 2 } });
    expect(verdict).toBe('resolved');
  });

  it('is stopped at its limit, whatever it does then, and what it started too', async () => {
    const agent = await writeAgent(
      'stubborn',
      `
      import('node:child_process').then(({ spawn }) => spawn('sleep', ['600'], { stdio: 'ignore' }));
      process.on('SIGTERM', () => {});
      await call('bash', MEND);
      for (;;) { await call('bash', { command: 'true' }); await new Promise((resolve) => setTimeout(resolve, 50)); }`,
    );
    const { state, verdict } = await run(agent, 'stubborn', '--max-turns', '3');
    expect(state?.submitted).toMatchObject({ stop: 'turn_limit', usage: { turns: 3 } });
    expect(verdict).toBe('resolved');
  });

  it.each([
    ['fails', 'await call("bash", MEND); process.exit(9);', 'agent_error'],
    ['leaves', 'await call("bash", MEND); process.exit(0);', 'exited'],
  ])('that %s is scored by what it left', async (name, body, stop) => {
    const { state, verdict } = await run(await writeAgent(name, body), name);
    expect(state?.submitted).toMatchObject({ stop });
    expect(verdict).toBe('resolved');
    const shown = await place.gymkhana(['show', `${name}/${state?.trial}`]);
    expect(shown.stdout.includes('The agent failed: Command failed with exit code 9')).toBe(stop === 'agent_error');
  });

  it('calls its model through the gateway, by whose answers its turns are counted', async () => {
    const script = { conversations: [{ replies: [{ text: 'one', usage: { input: 10, output: 5 } }] }] };
    await using server = await openModelServer(ModelScript.parse(script));
    const agent = await writeAgent(
      'caller',
      `
      const tools = task.tools.map(({ name, inputSchema }) => ({ type: 'function', function: { name, parameters: inputSchema } }));
      const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, GYMKHANA_MODEL: model } = process.env;
      const ask = (key) => fetch(url + '/chat/completions', { method: 'POST', headers: { authorization: 'Bearer ' + key },
        body: JSON.stringify({ model, tools, messages: [{ role: 'user', content: task.instruction }] }) });
      if ((await ask('wrong')).status !== 401) process.exit(3);
      const statuses = [];
      for (let n = 0; n < 4; n += 1) { statuses.push((await ask(key)).status); await call('bash', MEND); }
      process.exit(statuses.join() === '200,200,200,400' ? 0 : 4);`,
      { model: true },
    );
    const models = { providers: { scripted: { speaks: 'openai', baseUrl: `${server.url}/v1` } } };
    const runner = await place.write('scripted.yaml', stringify({ sandbox: 'namespace', retries: 0, models }));
    const args = ['--model', 'scripted/m', '--max-turns', '2', '--runner', runner];
    const { state, events } = await run(agent, 'caller', ...args);
    expect(state?.submitted).toMatchObject({
      stop: 'turn_limit',
      usage: { turns: 2, model: { input: 30, output: 15 } },
    });
    expect(events.flatMap((event) => (event.type === 'model' ? [[event.turn, event.wrapUp]] : []))).toEqual([
      [1, false],
      [2, false],
      [null, true],
    ]);
  });

  it.each([
    [
      'kind: external\ncommand: [no-such-program-here]\n',
      /^AGENT_FILE_INVALID \S+ command: there is no program .*; .+/,
    ],
    ['kind: external\ncommand: []\n', /^AGENT_FILE_INVALID \S+:2:\d+ command\[0\] must be text; .+/],
    ['kind: external\ncommand: [node]\nmodle: true\n', /^AGENT_FILE_INVALID \S+:3:1 .*modle.*/],
  ])('is refused with %j in its file', async (text, line) => {
    const agent = await place.write('bad/agent.yaml', text);
    expectRefusal(await place.gymkhana(['run', '--tasks', TINY, '--agent', agent]), [line]);
  });

  it('is refused where it is not there', async () => {
    const done = await place.gymkhana(['run', '--tasks', TINY, '--agent', './nowhere.yaml']);
    expectRefusal(done, [/^AGENT_NOT_FOUND \S+nowhere\.yaml there is no such file; name a YAML file.*/]);
  });
});
