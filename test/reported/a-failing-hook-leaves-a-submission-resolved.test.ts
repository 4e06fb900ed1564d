import { afterAll, beforeAll, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { statesOf } from '../e2e/run-facts.ts';
import { bash, copyTiny, MEND, SUBMIT, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

/** The hook and the outer test fail by themselves where the sum of one number is wrong: no test inside looks at that. */
const TESTS = `import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { sum } from '../src/sum.js';

describe('sums', () => {
  after(() => assert.equal(sum([7]), 7));
  test('sums every number', () => assert.equal(sum([1, 2, 3]), 6));
});
test('steps', async (t) => {
  await t.test('the sum of nothing is 0', () => assert.equal(sum([]), 0));
  assert.equal(sum([8]), 8);
});
`;
/** Right for any list but one of one number. */
const RIGHT = MEND;
const wrongFor = (number: number) =>
  bash(`sed -i '1,/{/ s/{/{\\n  if (numbers[0] === ${number}) return 0;/' src/sum.js`);

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

it.skipIf(process.platform !== 'linux')('is unresolved where a hook or an outer test fails by itself', async () => {
  const task = await copyTiny(place, 'hooks', {
    'tests/test/sum.test.js': [/.*/s, TESTS],
    'task.yaml': [/ {4}failToPass:.*(?= {4}policy:)/s, ''],
  });
  const derived = await place.gymkhana(['task', 'derive', '--repeats', '1', task]);
  expect(derived.exitCode, derived.stderr).toBe(0);
  const agents = [
    await writeAgent(place, 'right', [RIGHT, SUBMIT], ['hooks']),
    await writeAgent(place, 'hook-fails', [RIGHT, wrongFor(7), SUBMIT], ['hooks']),
    await writeAgent(place, 'outer-fails', [RIGHT, wrongFor(8), SUBMIT], ['hooks']),
  ];
  const run = await place.gymkhana([
    'run',
    '--tasks',
    task,
    ...agents.flatMap((one) => ['--agent', one]),
    '--id',
    'run',
  ]);
  expect(run.exitCode, run.stderr).toBe(0);
  const states = [...(await statesOf(place.path('runs', 'run'))).values()];
  const verdicts = Object.fromEntries(states.map((state) => [state.planned?.entry, verdictOf(state)]));
  expect(verdicts).toEqual({ right: 'resolved', 'hook-fails': 'unresolved', 'outer-fails': 'unresolved' });
  const { stdout } = await place.gymkhana(['show', 'run/hooks__hook-fails']);
  expect(stdout).toMatch(/^reason +test\/sum\.test\.js::sums failed around tests that passed$/m);
});

/** The file's own hook, which is no test's and no suite's. */
const ROOT_HOOK = `import { after } from 'node:test';\nimport { sum as again } from '../src/sum.js';
after(() => assert.equal(again([7]), 7));\n`;

it.skipIf(process.platform !== 'linux')('is unresolved where only the file or the command fails', async () => {
  const rootHook = await copyTiny(place, 'root-hook', { 'tests/test/sum.test.js': [/$/, ROOT_HOOK] });
  const status = await copyTiny(place, 'status', {
    'task.yaml': [
      /( {4}command: .*)(?=\n {4}files: tests)/,
      '    command: >-\n      node --test-reporter=$GYMKHANA_NODE_REPORTER --test-reporter-destination=$GYMKHANA_REPORT test/sum.test.js; s=$?; grep -q forbidden src/sum.js && exit 1; exit $s',
    ],
  });
  const tasks = ['root-hook', 'status'];
  const right = await writeAgent(place, 'right-again', [RIGHT, SUBMIT], tasks);
  const hook = await writeAgent(place, 'root-hook-fails', [RIGHT, wrongFor(7), SUBMIT], tasks);
  const word = await writeAgent(
    place,
    'status-fails',
    [RIGHT, bash("echo '// forbidden' >> src/sum.js"), SUBMIT],
    tasks,
  );
  const agents = [right, hook, word].flatMap((one) => ['--agent', one]);
  const run = await place.gymkhana(['run', '--tasks', rootHook, status, ...agents, '--id', 'red']);
  expect(run.exitCode, run.stderr).toBe(0);
  const states = [...(await statesOf(place.path('runs', 'red'))).values()];
  const verdicts = states.map((state) => `${state.planned?.task} ${state.planned?.entry} ${verdictOf(state)}`);
  expect(verdicts.sort()).toEqual([
    'root-hook right-again resolved',
    'root-hook root-hook-fails unresolved',
    'root-hook status-fails resolved',
    'status right-again resolved',
    'status root-hook-fails resolved',
    'status status-fails unresolved',
  ]);
});
