import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { statesOf, verdictsOf } from '../e2e/run-facts.ts';
import { MEND, TINY } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { answer, call, openProvider, type Said, type Sent } from './provider.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const runnerAt = (url: string, more: object = {}) => {
  const models = {
    providers: { chat: { speaks: 'openai', baseUrl: `${url}/v1`, keyVariable: 'GYM_TEST_KEY' } },
    prices: { 'chat/m': { input: 10, output: 100 } },
  };
  return place.write('r.yaml', stringify({ sandbox: 'namespace', retries: 0, models, ...more }));
};
const withKey = { env: { GYM_TEST_KEY: 'right' } };
const run = (id: string, runner: string, agent: string, ...more: string[]) =>
  place.gymkhana(
    ['run', '--tasks', TINY, '--agent', agent, '--model', 'chat/m', '--runner', runner, '--id', id, ...more],
    withKey,
  );

/** Mends the task and submits. */
function work({ body, path }: Sent): Said {
  if (path.endsWith('/models')) return { body: { data: [] } };
  if (body.max_tokens === 1 || body.max_tokens === 16) return answer({ content: 'Hi' });
  const isFirst = !JSON.stringify(body.messages).includes('"tool"');
  const [name, args] = isFirst ? ['bash', JSON.stringify(MEND.args)] : ['submit', '{}'];
  return answer({ content: null, tool_calls: [call(name, args)] }, { finish_reason: 'tool_calls' });
}

describe.skipIf(process.platform !== 'linux')('a provider', () => {
  test.each([401, 402, 403, 404, 'ECONNREFUSED'] as const)('that refuses with %s stops the run', async (fault) => {
    let isWell = false;
    let provider = await openProvider((sent) => (isWell ? work(sent) : { status: Number(fault), body: { error: {} } }));
    const { port } = provider;
    if (fault === 'ECONNREFUSED') await provider[Symbol.asyncDispose]();
    const startedMs = performance.now();
    const id = `refused-${fault}`.toLowerCase();
    const refused = await run(id, await runnerAt(provider.url), 'llm');
    expect(refused.exitCode, refused.stderr).toBe(2);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect(refused.stderr.match(/^MODEL_REFUSED .+$/gm)).toEqual([expect.stringContaining(`${fault}`)]);

    isWell = true;
    if (fault === 'ECONNREFUSED') provider = await openProvider(work, port);
    await using _ = provider;
    const resumed = await place.gymkhana(['resume', id], withKey);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(Object.values(await verdictsOf(place.path('runs', id)))).toEqual(['resolved']);
    expect(resumed.stdout).toMatch(/requests? of the harness itself.* used \d+ tokens and 0\.00\d\d \$ more/);
  });

  test('that hangs after an answer is infra; that answers the harness, the time is up', async () => {
    await place.write(
      'asks.mjs',
      `const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
       const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' };
       const tools = [{ type: 'function', function: { name: 'bash' } }];
       for (let n = 0; n < 9; n += 1) await fetch(url + '/chat/completions', { method: 'POST', headers,
         body: JSON.stringify({ model: 'm', tools, messages: [{ role: 'user', content: 'n' + n }] }) }).then((one) => one.text());`,
    );
    await place.write('asks.yaml', stringify({ kind: 'external', model: true, command: ['node', 'asks.mjs'] }));
    for (const [id, isDead] of [
      ['slow', false],
      ['hangs', true],
    ] as const) {
      let hangs = false;
      await using provider = await openProvider((sent) => {
        const isOwn = JSON.stringify(sent.body).includes('"tools"');
        if (hangs && (isOwn || isDead)) return isOwn ? null : { status: 503, body: 'busy' };
        hangs ||= isOwn;
        return work(sent);
      });
      const runner = await runnerAt(provider.url, { limits: { minutes: 0.15 } });
      const done = await run(id, runner, place.path('asks.yaml'));
      const [state] = (await statesOf(place.path('runs', id))).values();
      if (isDead) expect(state?.failures, done.stderr).toMatchObject([{ cause: expect.stringContaining('503') }]);
      else expect(state?.submitted, done.stderr).toMatchObject({ stop: 'time_limit' });
    }
  });

  test('that dies ends the run after three trials, and a resume completes it', async () => {
    let isWell = false;
    await using provider = await openProvider((sent) => {
      const isOwn = JSON.stringify(sent.body).includes('"tools"');
      if (isWell || (!isOwn && sent.body.max_tokens !== 16)) return work(sent);
      return { status: 500, body: { error: { message: 'dead' } } };
    });
    const runner = await runnerAt(provider.url);
    await place.write(
      'gives-up.mjs',
      `const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
       const tools = [{ type: 'function', function: { name: 'bash' } }];
       await fetch(url + '/chat/completions', { method: 'POST', headers: { authorization: 'Bearer ' + key },
         body: JSON.stringify({ model: 'm', tools, messages: [{ role: 'user', content: 'go' }] }) });`,
    );
    await place.write('gives-up.yaml', stringify({ kind: 'external', model: true, command: ['node', 'gives-up.mjs'] }));
    const more = ['--attempts', '5', '--concurrency', '1'];
    const dead = await run('dead', runner, place.path('gives-up.yaml'), ...more);
    expect(dead.exitCode, dead.stderr).toBe(2);
    const states = [...(await statesOf(place.path('runs/dead'))).values()];
    expect(states.flatMap(({ failures }) => failures)).toHaveLength(3);
    isWell = true;
    const resumed = await place.gymkhana(['resume', 'dead'], withKey);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(Object.values(await verdictsOf(place.path('runs/dead')))).toEqual(Array(5).fill('unresolved'));
  });
});
