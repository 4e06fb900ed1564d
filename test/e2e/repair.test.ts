import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { readTrajectory } from '../../src/trajectory/read.ts';
import { statesOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
let runner: string;
beforeAll(async () => {
  place = await openWorkplace();
  runner = await place.write('namespace.yaml', 'sandbox: namespace\n');
});
afterAll(() => place[Symbol.asyncDispose]());

type Result = {
  verdict: string | null;
  stop: string | undefined;
  turns: number | undefined;
  patch: string;
  said: string[];
};

/** What the repair agent made of each task, by the task's id. */
async function repair(id: string, tasks: string[], ...args: string[]): Promise<Record<string, Result>> {
  const command = ['run', '--agent', 'repair', '--runner', runner, '--seed', 'quickstart', '--id', id, ...args];
  const { exitCode, stderr } = await place.gymkhana([...command, '--tasks', ...tasks]);
  expect(exitCode, stderr).toBe(0);
  const results: Record<string, Result> = {};
  for (const [trial, state] of await statesOf(place.path('runs', id))) {
    const folder = place.path('runs', id, 'trials', trial);
    const events = await readTrajectory(`${folder}/${state.submitted?.trajectory}`);
    results[state.planned?.task ?? ''] = {
      verdict: verdictOf(state),
      stop: state.submitted?.stop,
      turns: state.submitted?.usage.turns,
      patch: await readFile(`${folder}/rollout-1/patch.diff`, 'utf8'),
      said: events.flatMap((event) => (event.type === 'message' && event.role === 'agent' ? [event.text] : [])),
    };
  }
  return results;
}

// Namespaces are Linux's.
describe.skipIf(process.platform !== 'linux')('repair', () => {
  it('mends what a small change mends, and has nothing to search for where no visible test is red', async () => {
    const results = await repair('small', [TINY, 'cache-expired-revival']);
    expect(results['tiny-sum']).toMatchObject({ verdict: 'resolved', stop: 'submitted', said: [] });
    expect(results['tiny-sum']?.patch).toMatch(/^-.*numbers\.length - 1;.*\n\+.*numbers\.length/m);
    expect(results['cache-expired-revival']).toEqual({
      verdict: 'unresolved',
      stop: 'exited',
      turns: 1,
      patch: '',
      said: ['No visible test is red, so there is nothing to search for.'],
    });
  });

  it('leaves nothing half-done at a limit of turns', async () => {
    const results = await repair('hasty', ['ini-quoted-comment'], '--max-turns', '13');
    expect(results['ini-quoted-comment']).toMatchObject({ stop: 'turn_limit', turns: 13, patch: '' });
  });

  it('solves some tasks of the quickstart, and the same ones, in the same way, under the same seed', {
    timeout: 30 * 60_000,
  }, async () => {
    const some = ['weir-promised-wait', 'foreman-cancelled-jobs'];
    const first = await repair('first', [...some, 'lodge-phantom-conflict', 'millrace-after-an-error']);
    const resolved = Object.values(first).filter(({ verdict }) => verdict === 'resolved').length;
    console.log(Object.entries(first).map(([task, { verdict, turns }]) => `${task}: ${verdict}, ${turns} turns`));
    expect(resolved).toBeGreaterThan(0);
    expect(resolved).toBeLessThan(Object.keys(first).length);
    // A trial's seed follows from the run's, whatever other tasks there are.
    const again = await repair('again', some);
    expect(again).toEqual(Object.fromEntries(some.map((task) => [task, first[task]])));
  });
});
