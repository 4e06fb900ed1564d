import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ofType, recordsOf, statesOf } from './run-facts.ts';
import { useModelServer } from './with-model-server.ts';

const KEEL = 'keel-helpful-problems';
const LARDER = 'larder-shopping-list';

/** One that gives each criterion its score, wherever a request names the first of them. */
function scores(model: string, criteria: Record<string, number>) {
  const [first = ''] = Object.keys(criteria);
  const scored = Object.entries(criteria).map(([id, score]) => ({ id, reason: 'so it is', score }));
  return { when: { model, contains: `${first}: ` }, replies: [{ json: { criteria: scored } }] };
}
const { place, url } = useModelServer({
  conversations: [
    scores('judge', { helps: 0.7, 'one-place': 0.8, documented: 0.4 }),
    scores('judge', { 'factors-once': 0.5, docstring: 0.6, names: 0.3 }),
    scores('strict', { helps: 0.6, 'one-place': 0.8, documented: 0.4 }),
    scores('strict', { 'factors-once': 1, docstring: 0.5, names: 0.5 }),
  ],
});

let runner: string;
beforeAll(async () => {
  const providers = { scripted: { speaks: 'openai', baseUrl: `${url()}/v1` } };
  runner = await place().write('scripted.yaml', stringify({ sandbox: 'namespace', models: { providers } }));
});

/** What became of the oracle's trials, by task. */
async function outcomesOf(run: string) {
  const states = [...(await statesOf(place().path('runs', run))).values()];
  return Object.fromEntries(states.map(({ planned, scored }) => [planned?.task, scored?.outcome]));
}

const run = (id: string, ...more: string[]) =>
  place().gymkhana(['run', '--tasks', 'judged', '--agent', 'oracle', '--runner', runner, '--id', id, ...more]);
const resolved = (reward: number) => ({ verdict: 'resolved', reward: expect.closeTo(reward, 9), pending: [] });
const unresolved = (reward: number) => ({ ...resolved(reward), verdict: 'unresolved' });
const byJudge = {
  [KEEL]: resolved(0.7 + (0.3 * (3 * 1 + 2 * 0.8 + 0.4)) / 6),
  [LARDER]: resolved((1.5 + 2 + 0.3) / 6),
};

describe.skipIf(process.platform !== 'linux')('the bundled tasks that are judged', () => {
  it('are resolved by their solutions where a judge finds these good', async () => {
    const { exitCode, stderr } = await run('judged', '--judge', 'scripted/judge');
    expect(exitCode, stderr).toBe(0);
    expect(await outcomesOf('judged')).toEqual(byJudge);
    for (const [trial, { planned }] of await statesOf(place().path('runs/judged'))) {
      const asked = await readFile(place().path('runs/judged/trials', trial, 'scores/1/quality.model.jsonl'), 'utf8');
      expect(asked.includes('reference solution')).toBe(planned?.task === LARDER);
    }
  });

  it('stay pending without a judge, until a rescore names one; no agent runs again', async () => {
    const { exitCode, stdout, stderr } = await run('unjudged');
    expect(exitCode).toBe(3);
    const lines = (stdout + stderr).split('\n').filter((line) => line.includes('pending quality'));
    expect(lines.map((line) => line.split(/ +/)[1]).sort()).toEqual([KEEL, LARDER]);
    const pending = { verdict: null, reward: null, pending: ['quality'] };
    expect(await outcomesOf('unjudged')).toEqual({ [KEEL]: pending, [LARDER]: pending });
    expect(stderr).toContain(
      '2 trials wait for their judge; `gymkhana rescore unjudged --judge provider/name` asks it',
    );
    const { stdout: listed } = await place().gymkhana(['show', 'unjudged/']);
    expect(listed).toMatch(/^pending +unjudged\/.*\npending +unjudged\//);
    const unknown = await place().gymkhana(['rescore', 'unjudged', '--judge', 'nowhere/x']);
    expect(unknown.stderr).toMatch(/^MODEL_NOT_FOUND --judge nowhere\/x no provider "nowhere"; /m);

    const rescored = await place().gymkhana(['rescore', 'unjudged', '--judge', 'scripted/judge']);
    expect(rescored.exitCode, rescored.stderr).toBe(0);
    expect(await outcomesOf('unjudged')).toEqual(byJudge);
    expect(ofType(await recordsOf(place().path('runs/unjudged')), 'started')).toHaveLength(2);
  });

  it('need a judge that finds their solutions good', async () => {
    const { exitCode, stderr } = await place().gymkhana(['rescore', 'judged', '--judge', 'scripted/strict']);
    expect(exitCode, stderr).toBe(0);
    // Below their thresholds `helps` and `docstring` count for nothing.
    const byStrict = { [KEEL]: unresolved(0.7 + (0.3 * (2 * 0.8 + 0.4)) / 6), [LARDER]: unresolved(3.5 / 6) };
    expect(await outcomesOf('judged')).toEqual(byStrict);
  });

  it('are in no run that names no tasks', async () => {
    const { exitCode, stdout } = await place().gymkhana(['run', '--dry-run', '--verbose', '--agent', 'nop']);
    expect(exitCode).toBe(0);
    const planned = (parse(stdout).tasks as { id: string; folder: string }[]).map(({ id }) => id);
    expect(planned).toHaveLength(24);
    expect(planned).not.toContain(KEEL);
    expect(planned).not.toContain(LARDER);
  });
});
