import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadField } from '../../src/strategy/candidate.ts';
import { ofType, recordsOf, statesOf } from '../e2e/run-facts.ts';
import { bash, copyTiny, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { useModelServer } from '../e2e/with-model-server.ts';

const usage = { input: 1000, output: 50 };
const MEND_AND_LOOK = { calls: [MEND, bash('ls')], usage };
const YES = { text: 'YES', logprobs: [{ YES: Math.log(0.9), NO: Math.log(0.1) }], usage };
const SCRIPT = {
  models: ['solver', 'judge'],
  conversations: [
    { when: { model: 'judge' }, replies: [YES] },
    { when: { tools: true, model: 'solver' }, replies: [MEND_AND_LOOK, { calls: [SUBMIT], usage }] },
  ],
};
const { place, url } = useModelServer(SCRIPT);

const PHASES = ['agent', 'export', 'image', 'removal', 'start'];
const isSeconds = (value: unknown) => typeof value === 'number' && value >= 0 && value < 300;

function writeRunner(name: string, more: object = {}): Promise<string> {
  const models = {
    providers: { chat: { speaks: 'openai', baseUrl: `${url()}/v1` } },
    prices: { 'chat/solver': { input: 10, output: 100 } },
    cutoffs: { 'chat/solver': { cutoff: '2025-03', source: 'https://example.com/solver' } },
  };
  return place().write(`${name}.yaml`, stringify({ sandbox: 'namespace', retries: 0, models, ...more }));
}

async function run(id: string, args: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await place().gymkhana(['run', '--id', id, ...args]);
  expect(exitCode, stderr).toBe(0);
  return place().path('runs', id);
}

const linesOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

async function specOf(folder: string) {
  return (await import('../../src/run/folder.ts')).loadRun(folder).then(({ spec }) => spec);
}

describe.skipIf(process.platform !== 'linux')('facts that can not be recovered later', () => {
  it('are kept of tasks, models, prices, machine, phases, settings and calls', async () => {
    const undated = await copyTiny(place(), 'undated', { 'task.yaml': [/created: .*\n/, ''] });
    const agent = ['--agent', 'llm', '--model', 'chat/solver'];
    const folder = await run('facts', ['--tasks', TINY, undated, ...agent, '--runner', await writeRunner('plain')]);

    const { tasks, models, prices } = await specOf(folder);
    expect(
      tasks.map(({ id, facts }) => [id, facts?.created, facts?.kind, facts?.repository, facts?.verifiers]),
    ).toEqual([
      ['tiny-sum', '2026-11-21', 'fix', 'tiny', ['tests']],
      ['undated', null, 'fix', 'tiny', ['tests']],
    ]);
    const price = { input: 10, output: 100 };
    const cutoff = { cutoff: '2025-03', source: 'https://example.com/solver' };
    expect(models).toEqual([{ model: 'chat/solver', ...cutoff, price }]);
    expect(prices).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{64}$/), date: '2025-11' });

    const [first, ...more] = await linesOf(`${folder}/processes.jsonl`);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ command: 'run', sandbox: 'namespace', prices });
    expect(first.machine).toMatchObject({ node: process.versions.node, platform: 'linux', cores: expect.any(Number) });
    expect(JSON.stringify(first)).not.toContain(`"${hostname()}"`);
    const [begun] = ofType(await recordsOf(folder), 'started');
    expect(begun?.owner).toMatchObject(first.owner);

    for (const { submitted, scored } of (await statesOf(folder)).values()) {
      expect(submitted?.usage).toMatchObject({ turns: 2, calls: 3 });
      expect(Object.keys(submitted?.phases ?? {}).sort()).toEqual(PHASES);
      expect(Object.values({ ...submitted?.phases, ...scored?.phases }).every(isSeconds)).toBe(true);
      expect(submitted?.phases?.agent).toBeGreaterThan(0);
      expect(submitted?.phases?.agent).toBeCloseTo(submitted!.usage.seconds, 0);
      expect(scored?.phases?.verification).toBeGreaterThan(0);
      for (const record of [submitted, scored]) {
        expect(record?.cpuPressure === null || ['psi', 'stat'].includes(record!.cpuPressure!.source)).toBe(true);
      }
      expect(submitted?.sampling).toEqual([{ model: 'solver', parameters: { seed: expect.any(Number) }, calls: 2 }]);
      expect(submitted?.toldLimits).toBe(true);
    }

    const shown = await place().gymkhana(['show', 'facts/tiny-sum']);
    expect(shown.stdout).toMatch(/^seconds +image \d+\.\d\d, start .*, agent .*, export .*verification \d+\.\d\d/m);
    const exported = JSON.parse((await place().gymkhana(['export', 'facts/tiny-sum'])).stdout);
    expect(Object.keys(exported.extra.seconds).sort()).toEqual([...PHASES, 'verification'].sort());
    expect(exported.extra.told_limits).toBe(true);

    const rescored = await place().gymkhana(['rescore', 'facts']);
    expect(rescored.exitCode, rescored.stderr).toBe(0);
    expect((await linesOf(`${folder}/processes.jsonl`)).map(({ command }) => command)).toEqual(['run', 'rescore']);
  });

  it('are kept of each candidate, with every vote of its judge', async () => {
    const judge = { model: 'chat/judge', votes: 3, pairs: true };
    const strategy = { kind: 'sample', candidates: 2, select: 'judge', judge };
    const runner = await writeRunner('judged', { strategy });
    const folder = await run('judged', [
      '--tasks',
      TINY,
      '--agent',
      'llm',
      '--model',
      'chat/solver',
      '--runner',
      runner,
    ]);
    const { models } = await specOf(folder);
    expect(models?.map(({ model, cutoff, source, price }) => [model, cutoff, source, price !== null])).toEqual([
      ['chat/solver', '2025-03', 'https://example.com/solver', true],
      ['chat/judge', null, null, false],
    ]);
    const [[trial, state] = []] = [...(await statesOf(folder))];
    const { candidates } = await loadField(`${folder}/trials/${trial}/candidates.json`);
    expect(candidates).toHaveLength(2);
    for (const [at, candidate] of candidates.entries()) {
      const { usage: used } = state!.candidates[at]!.submitted;
      expect(candidate).toMatchObject({ turns: 2, seconds: used.seconds, parents: [] });
      expect(candidate.tokens).toEqual({ input: 2000, cachedInput: 0, cacheWrite: 0, output: 100 });
      expect(candidate.costUsd).toBeCloseTo((2000 * 10 + 100 * 100) / 1e6, 9);
      expect(candidate.sampling).toEqual([{ model: 'solver', parameters: { seed: expect.any(Number) }, calls: 2 }]);
      expect(candidate.votes?.map(({ verdict, unusable }) => [verdict, unusable])).toEqual(
        Array.from({ length: 3 }, () => [expect.closeTo(0.9, 9), []]),
      );
    }
    const seeds = candidates.map(({ sampling }) => sampling?.[0]?.parameters.seed);
    expect(new Set(seeds).size).toBe(2);
  });

  it('are kept of agents without a model, and of trials that another rollout serves', async () => {
    const runner = await writeRunner('blind', { tellAgent: false });
    const agent = await writeAgent(place(), 'walker', [bash('ls'), bash('true'), MEND, SUBMIT]);
    const folder = await run('served', ['--tasks', TINY, '--agent', agent, '--runner', runner, '--max-turns', '2,9']);
    const states = [...(await statesOf(folder)).values()];
    const facts = states.map(({ planned, submitted }) => {
      const { usage: used, parents, toldLimits, sampling } = submitted!;
      return [planned?.limits.turns, used.calls, used.turns, parents?.[0]?.how, toldLimits, sampling];
    });
    expect(facts.sort()).toEqual([
      [2, 2, 2, 'prefix', false, undefined],
      [9, 4, 4, undefined, false, undefined],
    ]);
    const { models } = await specOf(folder);
    expect(models).toEqual([]);
    // An entry that is resumed by another process adds that one's machine; one with nothing left to do adds none.
    expect((await place().gymkhana(['resume', 'served'])).exitCode).toBe(0);
    expect(await linesOf(`${folder}/processes.jsonl`)).toHaveLength(1);
  });
});
