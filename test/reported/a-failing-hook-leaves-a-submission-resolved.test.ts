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
