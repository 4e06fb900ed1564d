import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { statesOf, verdictsOf } from '../e2e/run-facts.ts';
import { copyTiny, MEND, SUBMIT, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace } from '../e2e/workplace.ts';
import { answer, openProvider, type Said } from './provider.ts';

const VERIFIERS = `  - { id: rubric, kind: judge, ask: rubric, criteria: [{ id: mended, text: All numbers count. }], votes: 2 }
  - { id: word, kind: judge, ask: yes-no, question: 'Is it mended?' }
  - { id: points, kind: judge, ask: key-points, keyPoints: [every number counts] }
reward: tests * rubric * word * points
resolvedAt: 0.5`;

const scored = (score: number) => JSON.stringify({ criteria: [{ id: 'mended', reason: 'seen', score }] });
const met = JSON.stringify({ keyPoints: [{ reason: 'seen', met: true }], success: true });
const isAbout = (request: unknown, words: string) => JSON.stringify(request).includes(words);

/** Each in another form that judges give their verdicts. */
function verdictFor(request: unknown): Said {
  if (isAbout(request, 'Is it mended'))
    return answer({ content: '<think>NO? But every number counts.</think>\n\nYES' });
  if (isAbout(request, 'every number counts')) return answer({ content: null, reasoning_content: met });
  return answer({ content: `My verdict:\n\n\`\`\`json\n${scored(1)}\n\`\`\`\n` });
}

test.skipIf(process.platform !== 'linux')('it is asked again by a rescore, and its verdict is kept then', async () => {
  await using place = await openWorkplace();
  let say: (request: unknown) => Said = () => answer({ content: `${scored(1)} or ${scored(0)}\nYES\nNO` });
  await using provider = await openProvider(({ path, body }) => {
    return path.endsWith('/models') ? { body: { data: [{ id: 'm' }] } } : say(body);
  });
  const models = {
    providers: { chat: { speaks: 'openai', baseUrl: `${provider.url}/v1`, keyVariable: 'GYM_TEST_KEY' } },
  };
  const runner = await place.write('r.yaml', stringify({ sandbox: 'namespace', models, judge: { model: 'chat/m' } }));
  const task = await copyTiny(place, 'judged', { 'task.yaml': ['reward: tests\nresolvedAt: 1', VERIFIERS] });
  const agent = await writeAgent(place, 'mender', [MEND, SUBMIT], ['judged']);
  const withKey = { env: { GYM_TEST_KEY: 'right' } };
  const run = ['run', '--tasks', task, '--agent', agent, '--runner', runner, '--id', 'judged'];

  expect((await place.gymkhana(run, withKey)).exitCode).toBe(3);
  const [state] = (await statesOf(place.path('runs/judged'))).values();
  expect(state?.failures).toEqual([]);
  expect(state?.scored?.outcome).toMatchObject({ verdict: null, pending: ['rubric', 'word', 'points'] });
  expect((await place.gymkhana(['rescore', 'judged'], withKey)).exitCode).toBe(3);

  say = verdictFor;
  const mended = await place.gymkhana(['rescore', 'judged'], withKey);
  expect(mended.exitCode, mended.stderr).toBe(0);
  expect(Object.values(await verdictsOf(place.path('runs/judged')))).toEqual(['resolved']);

  const before = provider.sent.length;
  expect((await place.gymkhana(['rescore', 'judged'], withKey)).exitCode).toBe(0);
  const replayed = await place.gymkhana(['replay', 'judged/judged', '--id', 'again'], { env: { GYM_TEST_KEY: '' } });
  expect(replayed.exitCode, replayed.stderr).toBe(0);
  expect(Object.values(await verdictsOf(place.path('runs/again')))).toEqual(['resolved']);
  expect(provider.sent).toHaveLength(before);
});

test.skipIf(process.platform !== 'linux')('a replay without a key says what was never asked', async () => {
  await using place = await openWorkplace();
  await using provider = await openProvider(() => ({ status: 400, body: 'no' }));
  const models = {
    providers: { chat: { speaks: 'openai', baseUrl: `${provider.url}/v1`, keyVariable: 'GYM_TEST_KEY' } },
  };
  const runner = await place.write('r.yaml', stringify({ sandbox: 'namespace', models, judge: { model: 'chat/m' } }));
  const task = await copyTiny(place, 'judged', { 'task.yaml': ['reward: tests\nresolvedAt: 1', VERIFIERS] });
  const agent = await writeAgent(place, 'mender', [MEND, SUBMIT], ['judged']);
  const run = ['run', '--tasks', task, '--agent', agent, '--runner', runner, '--id', 'mute'];
  expect((await place.gymkhana(run, { env: { GYM_TEST_KEY: 'right' } })).exitCode).toBe(3);
  const before = provider.sent.length;
  const replayed = await place.gymkhana(['replay', 'mute/judged', '--id', 'again'], { env: { GYM_TEST_KEY: '' } });
  expect(replayed.exitCode, replayed.stderr + replayed.stdout).toBe(3);
  const [state] = (await statesOf(place.path('runs/again'))).values();
  expect(state?.scored?.scores.find(({ id }) => id === 'word')?.reason).toContain('GYM_TEST_KEY is not set');
  expect(provider.sent).toHaveLength(before);
});
