import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ModelScript } from '../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../src/gateway/model-server/server.ts';
import { ofType, recordsOf, verdictsOf } from './run-facts.ts';
import { copyTiny, MEND, SUBMIT, writeAgent } from './tiny.ts';
import { openWorkplace } from './workplace.ts';

const SCRIPT = ModelScript.parse({
  // The harness asks for the list before the run.
  models: ['j'],
  conversations: [{ replies: [{ text: 'YES', logprobs: [{ YES: -0.01, NO: -5 }] }] }],
});
const VERIFIER = `  - { id: word, kind: judge, ask: yes-no, question: 'Is it mended?' }
reward: tests * word
resolvedAt: 0.9`;

it.skipIf(process.platform !== 'linux')(
  'a judge that dies in the middle of a run leaves trials pending, and a rescore fills them without any agent',
  async () => {
    await using place = await openWorkplace();
    let server = await openModelServer(SCRIPT, {
      onRequest: (line) => {
        if (!line.includes('/models')) void server[Symbol.asyncDispose]();
      },
    });
    const { port } = new URL(server.url);
    const models = { providers: { chat: { speaks: 'openai', baseUrl: `${server.url}/v1` } } };
    const runner = await place.write(
      'judged.yaml',
      stringify({ sandbox: 'namespace', models, judge: { model: 'chat/j' } }),
    );
    const task = await copyTiny(place, 'dying', { 'task.yaml': ['reward: tests\nresolvedAt: 1', VERIFIER] });
    const agent = await writeAgent(place, 'mender', [MEND, SUBMIT], ['dying']);
    const plan = [
      'run',
      '--tasks',
      task,
      '--agent',
      agent,
      '--runner',
      runner,
      '--attempts',
      '3',
      '--concurrency',
      '2',
    ];

    const { exitCode, stderr } = await place.gymkhana([...plan, '--id', 'dying']);
    expect(exitCode, stderr).toBe(3);
    const before = await recordsOf(place.path('runs/dying'));
    const pending = ofType(before, 'scored').filter(({ outcome }) => outcome.pending.includes('word'));
    expect(pending.length).toBeGreaterThanOrEqual(1);
    for (const { scores } of pending) {
      expect(scores.find(({ id }) => id === 'word')?.reason).toMatch(/^MODEL_UNAVAILABLE the judge did not answer/);
    }

    server = await openModelServer(SCRIPT, { port: Number(port) });
    await using _ = server;
    const rescored = await place.gymkhana(['rescore', 'dying']);
    expect(rescored.exitCode, rescored.stderr).toBe(0);
    expect(Object.values(await verdictsOf(place.path('runs/dying')))).toEqual(['resolved', 'resolved', 'resolved']);
    const after = await recordsOf(place.path('runs/dying'));
    for (const type of ['started', 'submitted'] as const) {
      expect(ofType(after, type)).toHaveLength(ofType(before, type).length);
    }
  },
  240_000,
);
