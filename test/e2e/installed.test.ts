import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { verdictOf } from '../../src/journal/fold.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { describeWithDocker } from '../engine.ts';
import { statesOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

const MEND = "sed -i 's/numbers.length - 1/numbers.length/' src/sum.js";

async function run(id: string, agent: object, { args = [], runner = {} }: { args?: string[]; runner?: object } = {}) {
  const file = await place.write(`agents/${id}.yaml`, stringify({ kind: 'installed', ...agent }));
  const how = await place.write(`${id}.yaml`, stringify({ sandbox: 'namespace', retries: 0, ...runner }));
  const command = ['run', '--tasks', TINY, '--agent', file, '--runner', how, '--id', id, ...args];
  const done = await place.gymkhana(command);
  const [[trial, state] = []] = [...(await statesOf(place.path('runs', id)))];
  const trajectory = place.path('runs', id, 'trials', trial ?? '', state?.submitted?.trajectory ?? '');
  const events = state?.submitted ? await readTrajectory(trajectory) : [];
  return { ...done, state, verdict: state && verdictOf(state), events };
}

async function worksThroughTools(sandbox: string): Promise<void> {
  const program = `
    const { GYMKHANA_TOOLS_URL: url, GYMKHANA_TOOLS_TOKEN: token } = process.env;
    const post = (name, args) => fetch(url + '/v1/tools/' + name, { method: 'POST', body: JSON.stringify(args),
    headers: { authorization: 'Bearer ' + token } });
    const open = await fetch('http://127.0.0.1:2375/').then(() => true, () => false);
    if (open) process.exit(3);
    if ((await (await post('bash', { command: ${JSON.stringify(MEND)} })).json()).isError) process.exit(4);
    await post('submit', {});`;
  const { exitCode, stderr, state, verdict } = await run(`tools-${sandbox}`, {
    command: ['node', '--input-type=module', '-e', program],
  });
  expect(exitCode, stderr).toBe(0);
  expect(state?.submitted).toMatchObject({ stop: 'submitted', usage: { turns: 2 } });
  expect(verdict).toBe('resolved');
}

describe.skipIf(process.platform !== 'linux')('an installed agent', () => {
  it('works inside, is told the task in two ways, and is scored by what it leaves', async () => {
    const same =
      '[ "$(cat $GYMKHANA_INSTRUCTION_FILE)" = "$GYMKHANA_INSTRUCTION" ] && grep -q sum $GYMKHANA_INSTRUCTION_FILE';
    const command = ['sh', '-c', `${same} && ${MEND} && echo mended`];
    const { exitCode, stderr, state, verdict, events } = await run('inside', { command });
    expect(exitCode, stderr).toBe(0);
    expect(verdict).toBe('resolved');
    expect(state?.submitted).toMatchObject({ stop: 'exited', usage: { turns: 0 } });
    expect(events.at(-1)).toMatchObject({ type: 'message', role: 'agent', text: 'mended' });
  });

  it('has the tool API of its trial, and no other network', () => worksThroughTools('namespace'));

  it('reaches its model through the gateway alone, and is ended at its limit', async () => {
    const script = { conversations: [{ replies: [{ text: 'one', usage: { input: 10, output: 5 } }] }] };
    await using server = await openModelServer(ModelScript.parse(script));
    const program = `
      import { execSync } from 'node:child_process';
      const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, GYMKHANA_MODEL: model } = process.env;
      const tools = [{ type: 'function', function: { name: 'shell', parameters: {} } }];
      const direct = await fetch('${server.url}/v1/models').then(() => true, () => false);
      if (direct) process.exit(3);
      execSync(${JSON.stringify(MEND)});
      for (;;) {
        await fetch(url + '/chat/completions', { method: 'POST', headers: { authorization: 'Bearer ' + key },
          body: JSON.stringify({ model, tools, messages: [{ role: 'user', content: 'go' }] }) });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }`;
    const models = { providers: { scripted: { speaks: 'openai', baseUrl: `${server.url}/v1` } } };
    const command = ['node', '--input-type=module', '-e', program];
    const args = ['--model', 'scripted/m', '--max-turns', '2'];
    const { state, verdict, events } = await run('limited', { command, model: true }, { args, runner: { models } });
    expect(state?.submitted).toMatchObject({
      stop: 'turn_limit',
      usage: { turns: 2, model: { input: 30, output: 15 } },
    });
    expect(verdict).toBe('resolved');
    expect(events.flatMap((event) => (event.type === 'model' ? [event.turn] : []))).toEqual([1, 2, null]);
  });

  it('has its files kept after each turn, as they were when it asked for the next: for curves and forks', async () => {
    await using server = await openModelServer(
      ModelScript.parse({ conversations: [{ replies: [{ text: 'go on' }] }] }),
    );
    const acts = ['echo one >note', MEND, 'echo two >note', 'echo three >note'];
    const program = `
      import { execSync } from 'node:child_process';
      const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, GYMKHANA_MODEL: model } = process.env;
      const tools = [{ type: 'function', function: { name: 'shell', parameters: {} } }];
      for (const act of ${JSON.stringify(acts)}) {
        const asked = { model, tools, messages: [{ role: 'user', content: 'go' }] };
        const headers = { authorization: 'Bearer ' + key };
        await fetch(url + '/chat/completions', { method: 'POST', headers, body: JSON.stringify(asked) });
        execSync(act);
      }`;
    const models = { providers: { scripted: { speaks: 'openai', baseUrl: `${server.url}/v1` } } };
    const command = ['node', '--input-type=module', '-e', program];
    const runner = { models, checkpoints: true, tellAgent: false };
    const args = ['--model', 'scripted/m', '--max-turns', '9'];
    const { state, events } = await run('kept', { command, model: true }, { args, runner });
    expect(state?.submitted).toMatchObject({ stop: 'exited', usage: { turns: 4 } });
    expect(events.flatMap((event) => (event.type === 'checkpoint' ? [event.turn] : []))).toEqual([1, 2, 3]);

    const curve = await place.gymkhana(['curve', 'kept', '--format', 'json']);
    expect(curve.exitCode, curve.stderr).toBe(0);
    const points = JSON.parse(curve.stdout) as { turns: number; rate: number }[];
    expect(points.slice(0, 3).map(({ rate }) => rate)).toEqual([0, 1, 1]);

    for (const [turn, verdict] of [
      ['1', 'unresolved'],
      ['2', 'resolved'],
    ] as const) {
      const id = `from-${turn}`;
      const fork = ['fork', `kept/${state?.trial}`, '--turn', turn, '--agent', 'nop', '--id', id];
      const { exitCode, stderr } = await place.gymkhana(fork);
      expect(exitCode, stderr).toBe(0);
      const [forked] = [...(await statesOf(place.path('runs', id))).values()];
      expect(forked && verdictOf(forked)).toBe(verdict);
    }
  });

  it('that fails says so, and is scored all the same', async () => {
    const { state, verdict } = await run('fails', { command: ['sh', '-c', `${MEND}; exit 3`] });
    expect(state?.submitted).toMatchObject({ stop: 'agent_error' });
    expect(verdict).toBe('resolved');
    const shown = await place.gymkhana(['show', `fails/${state?.trial}`]);
    expect(shown.stdout).toContain('The agent failed: it ended with 3');
  });

  it('that is killed says what that mostly is, and what helps', async () => {
    const { state } = await run('killed', { command: ['sh', '-c', 'kill -9 $$'] });
    expect(state?.submitted).toMatchObject({ stop: 'agent_error' });
    const shown = await place.gymkhana(['show', `killed/${state?.trial}`]);
    expect(shown.stdout).toMatch(/it ended with 137 \(killed, mostly for want of memory: --set resources\.memoryMb=N/);
  });

  it('that is not there says so', async () => {
    const { state } = await run('absent', { command: ['no-such-agent'] });
    expect(state?.submitted).toMatchObject({ stop: 'agent_error' });
    const shown = await place.gymkhana(['show', `absent/${state?.trial}`]);
    expect(shown.stdout).toMatch(/The agent failed: it ended with 127: .*no-such-agent: not found/);
  });
});

describeWithDocker('an installed agent in a container', () => {
  it('has the tool API of its trial, and no other network', () => worksThroughTools('docker'));
});
