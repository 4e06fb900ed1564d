import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { verdictOf } from '../../src/journal/fold.ts';
import { runnerFor, scriptFor, TASK } from '../agents/fixture.ts';
import { statesOf } from './run-facts.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(process.platform !== 'linux' || !hasPython)('the example agent in Python', () => {
  it('solves a bundled task with nothing but HTTP', async () => {
    const script = scriptFor({ call: (command) => ({ tool: 'bash', args: { command } }), submit: 'submit' });
    await using server = await openModelServer(ModelScript.parse(script));
    const runner = await place.write('runner.yaml', stringify({ ...runnerFor(server.url), sandbox: 'namespace' }));
    const agent = fileURLToPath(new URL('../../examples/agent.yaml', import.meta.url));
    const command = ['run', '--tasks', TASK, '--agent', agent, '--model', 'chat/scripted', '--runner', runner];
    const { exitCode, stderr } = await place.gymkhana([...command, '--id', 'python']);
    expect(exitCode, stderr).toBe(0);
    const [state] = [...(await statesOf(place.path('runs', 'python'))).values()];
    expect(state?.submitted).toMatchObject({ stop: 'submitted', usage: { turns: 3 } });
    expect(state && verdictOf(state)).toBe('resolved');
    const again = await place.gymkhana(['replay', `python/${state?.trial}`, '--mode', 'model']);
    expect(again, again.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/the same verdict, resolved/),
    });
  });
});
