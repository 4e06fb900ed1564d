import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { TrialState } from '../../src/journal/record.ts';
import { type Field, loadField } from '../../src/strategy/candidate.ts';
import { RULE_NAMES } from '../../src/strategy/select/rules.ts';
import { expectRefusal } from './refusal.ts';
import { statesOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { useModelServer } from './with-model-server.ts';

const usage = { input: 1000, output: 50 };
const bash = (command: string) => ({ tool: 'bash', args: { command } });
const SOLVER = { tools: true, model: 'solver' };
/** What the four candidates do: solve it, nothing that helps, break it, solve it with many words. */
const WAYS = [
  "sed -i 's/numbers.length - 1/numbers.length/' src/sum.js",
  "echo '// looked at' >> src/sum.js; for n in 1 2 3 4 5; do echo \"import test from 'node:test'; test('more $n', () => {});\" > test/more-$n.test.js; done",
  "sed -i 's/numbers.length - 1/0/' src/sum.js",
  "sed -i 's/numbers.length - 1/numbers.length/' src/sum.js; echo '// mended: the last one was left out' >> src/sum.js",
];
/** Exits with 2 where the last number is left out, with 0 where it is not. */
const TEST = `cat > gymkhana-test <<'EOF'
#!/usr/bin/env node
import('./src/sum.js').then(({ sum }) => process.exit(sum([1, 2, 3]) === 6 ? 0 : 2), () => process.exit(1));
EOF
chmod +x gymkhana-test`;
const USELESS = "printf '#!/bin/sh\\nexit 0\\n' > gymkhana-test; chmod +x gymkhana-test";
const SCRIPT = {
  models: ['solver', 'tester', 'judge'],
  conversations: [
    ...WAYS.map((way, is) => ({
      when: { ...SOLVER, seed: { of: 4, is } },
      replies: [
        { calls: [bash(way)], usage },
        { calls: [{ tool: 'submit' }], usage },
      ],
    })),
    ...[TEST, USELESS].map((write, is) => ({
      when: { tools: true, model: 'tester', seed: { of: 2, is } },
      replies: [
        { calls: [bash(write)], usage },
        { calls: [{ tool: 'submit' }], usage },
      ],
    })),
    // Whoever is shown first wins: a judge that looks at the place alone.
    { when: { model: 'judge', contains: 'change A' }, replies: [{ json: { reason: 'so', winner: 'A' }, usage }] },
    ...[
      ['mended: the last', 0.6],
      ['looked at', 0.2],
      ['i < 0;', 0.3],
      ['src/sum.js', 0.9],
    ].map(([contains, yes]) => ({ when: { model: 'judge', contains }, replies: [sure(Number(yes))] })),
  ],
};

/** A judge that says YES with a probability. */
function sure(yes: number) {
  return { text: yes > 0.5 ? 'YES' : 'NO', logprobs: [{ YES: Math.log(yes), NO: Math.log(1 - yes) }], usage };
}

const { place, url, requests } = useModelServer(SCRIPT);
/** Without the harness's own look at the list of models. */
const modelCalls = () => requests().filter((line) => !line.startsWith('GET '));

async function writeRunner(select: string, more: object = {}): Promise<string> {
  const models = {
    providers: { chat: { speaks: 'openai', baseUrl: `${url()}/v1` } },
    prices: Object.fromEntries(
      ['solver', 'tester', 'judge'].map((name) => [`chat/${name}`, { input: 10, output: 100 }]),
    ),
  };
  const strategy = {
    kind: 'sample',
    candidates: 4,
    select,
    tests: { count: 2, model: 'chat/tester' },
    judge: { model: 'chat/judge', pairs: true },
  };
  return place().write(`${select}.yaml`, stringify({ sandbox: 'namespace', retries: 0, models, strategy, ...more }));
}

async function planOf(id: string, select: string, more: object = {}): Promise<string[]> {
  const runner = await writeRunner(select, more);
  return ['run', '--tasks', TINY, '--agent', 'llm', '--model', 'chat/solver', '--runner', runner, '--id', id];
}

async function trialOf(id: string): Promise<{ state: TrialState; field: Field; folder: string }> {
  const [[trial, state] = []] = [...(await statesOf(place().path('runs', id)))];
  const folder = place().path('runs', id, 'trials', String(trial));
  return { state: state!, folder, field: await loadField(`${folder}/candidates.json`) };
}

/** Which of the ways a candidate went. */
async function wayOf(folder: string, { submitted }: TrialState['candidates'][number]): Promise<number> {
  const patch = await readFile(
    `${folder}/${submitted.submission}/../patch.diff`.replace('submission.json/../', ''),
    'utf8',
  );
  return ['+  for', 'looked at', 'i < 0;', 'mended: the last'].findLastIndex((mark) => patch.includes(mark));
}

/** What a candidate took, and what it replays, differs from run to run. */
function untimed(field: Field): unknown {
  return JSON.parse(JSON.stringify(field, (key, value) => (['seconds', 'parents'].includes(key) ? undefined : value)));
}

const COST = (1000 * 10 + 50 * 100) / 1e6;

describe.skipIf(process.platform !== 'linux')('a strategy of several candidates', () => {
  it('picks one without the hidden tests, grades all, and tells what every rule would have picked', async () => {
    const { exitCode, stderr, stdout } = await place().gymkhana(await planOf('votes', 'votes'));
    expect(exitCode, stderr).toBe(0);
    const { state, field, folder } = await trialOf('votes');
    const ways = new Map(
      await Promise.all(state.candidates.map(async (one) => [one.rollout, await wayOf(folder, one)] as const)),
    );
    expect([...ways.values()].sort()).toEqual([0, 1, 2, 3]);
    const verdicts = state.candidates.map(({ rollout, scored }) => [ways.get(rollout), scored?.outcome.verdict]);
    expect(verdicts.sort()).toEqual([
      [0, 'resolved'],
      [1, 'unresolved'],
      [2, 'unresolved'],
      [3, 'resolved'],
    ]);
    const facts = field.candidates.map(({ rollout, visible, exitCodes, judged }) => {
      return [ways.get(rollout), visible.passed, exitCodes, judged];
    });
    const yes = (value: number) => expect.closeTo(value, 12);
    expect(facts.sort()).toEqual([
      [0, 2, [0], yes(0.9)],
      [1, 1, [2], yes(0.2)],
      [2, 1, [2], yes(0.3)],
      [3, 2, [0], yes(0.6)],
    ]);
    expect(field.tests.map(({ isKept }) => isKept).sort()).toEqual([false, true]);
    expect(
      field.pairs?.map(({ wins, first, second, winners }) => [wins, winners[0] === first, winners[1] === second]),
    ).toEqual(Array.from({ length: 6 }, () => [0.5, true, true]));
    // Both that solve it have the vote; of them the shorter one is picked.
    expect(ways.get(state.picked?.rollout ?? 0)).toBe(0);
    expect(stdout).toMatch(/llm\+solver~4-votes.* 100\.0/);
    // Four solvers and two testers of two answers, four judgements, six pairs in two orders.
    expect(modelCalls()).toHaveLength(4 * 2 + 2 * 2 + 4 + 6 * 2);
    const board = JSON.parse((await place().gymkhana(['leaderboard', 'votes', '--format', 'json'])).stdout);
    expect(board.rows[0].costUsd).toBeCloseTo(28 * COST, 9);

    const asked = await place().gymkhana(['select', 'votes', '--format', 'json']);
    expect(asked.exitCode, asked.stderr).toBe(0);
    const [entry] = JSON.parse(asked.stdout).entries;
    expect(entry).toMatchObject({ candidates: 4, oracle: 1, random: 0.5, notApplicable: [] });
    const rows = new Map<string, number[]>(
      entry.rows.map((row: { rule: string; selectAtK: number[] }) => [row.rule, row.selectAtK]),
    );
    expect([...rows.keys()].sort()).toEqual([...RULE_NAMES].sort());
    const perfect = [1 / 2, 5 / 6, 1, 1];
    for (const rule of ['visible', 'votes', 'judge', 'r2e'])
      expect(rows.get(rule), rule).toEqual(perfect.map((share) => expect.closeTo(share, 12)));
    for (const rule of ['random', 'tournament'])
      expect(rows.get(rule), rule).toEqual([0.5, 0.5, 0.5, 0.5].map((share) => expect.closeTo(share, 12)));
    // Played again from its record: nobody is asked, and the same comes out.
    const before = modelCalls().length;
    const replayed = await place().gymkhana(['replay', 'votes/tiny-sum', '--mode', 'model', '--id', 'again']);
    expect(replayed.exitCode, replayed.stderr).toBe(0);
    expect(modelCalls().length - before).toBe(0);
    expect(untimed((await trialOf('again')).field)).toEqual(untimed(field));

    const table = await place().gymkhana(['select', 'votes', '--rule', 'votes']);
    expect(table.stdout).toMatch(/^votes +50\.0 +83\.3 +100\.0 +100\.0 +1\.00$/m);
    expect((await place().gymkhana(['show', 'votes/tiny-sum'])).stdout).toMatch(/^picked +candidate \d of 4 by votes/m);
  });

  it('killed at any moment and resumed, asks nothing twice and comes to the same', async () => {
    const plan = await planOf('undisturbed', 'judge');
    const before = modelCalls().length;
    expect((await place().gymkhana(plan)).exitCode).toBe(0);
    const whole = modelCalls().length - before;
    const { field } = await trialOf('undisturbed');
    for (const answers of [3, 11, 14, 22]) {
      const id = `killed-${answers}`;
      const start = modelCalls().length;
      const running = place().start([...plan.slice(0, -1), id]);
      while (modelCalls().length < start + answers) await sleep(2);
      running.signal('SIGKILL');
      await running.done;
      const again = await place().gymkhana(['resume', id]);
      expect(again.exitCode, again.stderr).toBe(0);
      // What was being answered when it was killed is nobody's yet.
      expect(modelCalls().length - start - whole, id).toBeOneOf([0, 1]);
      expect(untimed((await trialOf(id)).field)).toEqual(untimed(field));
    }
  }, 300_000);

  it('stops making candidates when the budget of the trial is used up', async () => {
    const { exitCode, stderr } = await place().gymkhana(
      await planOf('thrifty', 'first', { limits: { costUsd: 3.5 * COST } }),
    );
    expect(exitCode, stderr).toBe(0);
    const { state, field } = await trialOf('thrifty');
    expect(state.candidates).toHaveLength(2);
    expect(field.missing).toHaveLength(5);
    for (const said of field.missing)
      expect(said).toMatch(/^(test|the judge on|\d against) .*the (trial's )?budget (of the trial )?was used up$/);
  });

  it('is refused where a rule lacks what it needs, and where a run has no candidates', async () => {
    const runner = await place().write(
      'lacking.yaml',
      stringify({ strategy: { kind: 'sample', candidates: 2, select: 'votes' } }),
    );
    const asked = await place().gymkhana(['run', '--tasks', TINY, '--agent', 'nop', '--runner', runner, '--dry-run']);
    expectRefusal(asked, [/^RUNNER_INVALID \S+lacking.yaml:4:11 strategy\.select must be /]);
    const plain = await place().gymkhana(['run', '--tasks', TINY, '--agent', 'nop', '--id', 'plain']);
    expect(plain.exitCode).toBe(0);
    expectRefusal(await place().gymkhana(['select', 'plain']), [
      /^NO_CANDIDATES \S+plain its trials have one rollout each/,
    ]);
  });
});
