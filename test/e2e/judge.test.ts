import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { statesOf } from './run-facts.ts';
import { copyTiny, MEND, SUBMIT, writeAgent } from './tiny.ts';
import { useModelServer } from './with-model-server.ts';

const usage = { input: 500, output: 20 };
const scored = (score: number) => ({ criteria: [{ id: 'mended', reason: 'src/sum.js', score }] });
/** By the word in a request that tells which of the verifiers asks. */
const SCRIPT = {
  conversations: [
    { when: { contains: 'Is it mended' }, replies: [{ text: 'YES', usage, logprobs: [{ YES: -0.1, NO: -2.4 }] }] },
    { when: { contains: 'could not be used' }, replies: [{ text: 'still no JSON', usage }] },
    { when: { contains: 'never answered' }, replies: [{ text: 'no JSON', usage }] },
    { replies: [{ json: scored(0.8), usage }] },
  ],
};
const VERIFIERS = `  - { id: rubric, kind: judge, ask: rubric, criteria: [{ id: mended, text: All numbers count. }], view: both, votes: 2 }
  - { id: word, kind: judge, ask: yes-no, question: 'Is it mended?', reference: gold }
  - { id: odd, kind: judge, ask: key-points, keyPoints: [never answered] }
reward: `;

const { place, url } = useModelServer(SCRIPT);

async function judged(id: string, reward: string) {
  const task = await copyTiny(place(), id, {
    'task.yaml': ['reward: tests\nresolvedAt: 1', `${VERIFIERS}${reward}\nresolvedAt: 0.8`],
  });
  const provider = (speaks: string) => ({ speaks, baseUrl: `${url()}/v1` });
  const models = {
    providers: { chat: provider('openai'), messages: provider('anthropic') },
    prices: { 'chat/judge': { input: 10, output: 100 } },
  };
  const runner = await place().write(`${id}.yaml`, stringify({ sandbox: 'namespace', models }));
  const agent = await writeAgent(place(), `mender-${id}`, [MEND, SUBMIT], [id]);
  return (...more: string[]) =>
    place().gymkhana(['run', '--tasks', task, '--agent', agent, '--runner', runner, '--id', id, ...more]);
}

async function scoresOf(id: string) {
  const [[trial, state] = []] = [...(await statesOf(place().path('runs', id)))];
  const folder = place().path('runs', id, 'trials', String(trial));
  return { folder, scored: state!.scored!, scores: new Map(state!.scored!.scores.map((score) => [score.id, score])) };
}

describe.skipIf(process.platform !== 'linux')('judges of a task', () => {
  it('are asked by the run, paid once, and on record beside their scores', async () => {
    const run = await judged('judged', 'tests * rubric');
    const { exitCode, stderr } = await run('--judge', 'chat/judge');
    expect(exitCode, stderr).toBe(0);
    const { folder, scored, scores } = await scoresOf('judged');
    expect(scored.outcome).toEqual({ verdict: 'resolved', reward: 0.8, pending: [] });
    const pYes = Math.exp(-0.1) / (Math.exp(-0.1) + Math.exp(-2.4));
    expect(scores.get('word')).toMatchObject({ value: expect.closeTo(pYes, 12), model: 'chat/judge' });
    const paid = { calls: 2, input: 1000, output: 40, costUsd: expect.closeTo(2 * (0.005 + 0.002), 9) };
    expect(scores.get('rubric')).toMatchObject({ value: 0.8, usage: paid });
    expect(scores.get('odd')).toMatchObject({ value: null, usage: { calls: 3 } });
    expect(scores.get('odd')?.reason).toBe('no answer of 3 could be used: it was not JSON');
    const asked = await readFile(join(folder, 'scores/1/rubric.model.jsonl'), 'utf8');
    expect(asked).toMatch(/<<<untrusted [0-9a-f]{24} patch>>>/);
    expect(asked).toContain('call bash');
    expect(asked).not.toContain('reference solution');
    const detail = JSON.parse(await readFile(join(folder, 'scores/1/rubric.json'), 'utf8'));
    expect(detail).toMatchObject({ votes: [{ verdict: 0.8 }, { verdict: 0.8 }], calls: [{ status: 200 }, {}] });

    const again = await place().gymkhana(['rescore', 'judged']);
    expect(again.exitCode, again.stderr).toBe(0);
    const second = JSON.parse(await readFile(join(folder, 'scores/2/rubric.json'), 'utf8'));
    expect(second.calls).toMatchObject([{ paidBefore: true }, { paidBefore: true }]);
    expect((await scoresOf('judged')).scores.get('rubric')).toMatchObject({ value: 0.8, usage: paid });
  });

  it('leave what needs them pending where no model was named, until a rescore names one', async () => {
    const run = await judged('unjudged', 'tests * rubric');
    expect((await run()).exitCode).toBe(3);
    const { scored, scores } = await scoresOf('unjudged');
    expect(scored.outcome).toEqual({ verdict: null, reward: null, pending: ['rubric'] });
    const reason = 'no judge model was named: rescore with --judge provider/name';
    expect(scores.get('rubric')).toMatchObject({ value: null, reason });
    const rescored = await place().gymkhana(['rescore', 'unjudged', '--judge', 'messages/judge']);
    expect(rescored.exitCode, rescored.stderr).toBe(0);
    const after = await scoresOf('unjudged');
    expect(after.scored.outcome).toMatchObject({ verdict: 'resolved', reward: 0.8 });
    expect(after.scores.get('word')).toMatchObject({ value: 1, usage: { costUsd: null } });
  });
});

describe('gymkhana judge agreement', () => {
  it('compares judges with a person', async () => {
    const file = await place().write('verdicts.csv', 'id,human,a,b\n1,pass,1,1\n2,fail,0,\n3,fail,0,success\n');
    const { exitCode, stdout } = await place().gymkhana(['judge', 'agreement', file]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^a +100\.00 +1\.000 \[.*\] +33\.33 +0\nb +33\.33 /m);
    const wrong = await place().gymkhana(['judge', 'agreement', await place().write('wrong.csv', 'id,human\n1,so\n')]);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toMatch(/^TABLE_INVALID .*row 1: human must be pass/);
  });
});

describe('gymkhana judge check', () => {
  it('shows what the built-in judge falls for, and that it is no model', async () => {
    const { exitCode, stdout, stderr } = await place().gymkhana(['judge', 'check']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^name-of-a-file +injection +file name +1\.00 FLIPS +0\.00$/m);
    expect(stdout).toMatch(/^flips: naive prompt 14 of 18, our prompt 0 of 18$/m);
    expect(stdout).toMatch(/^model robustness not measured$/m);
  });
});
