import { afterAll, beforeAll, expect, test } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { statesOf } from '../e2e/run-facts.ts';
import { bash, type Call, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithDocker } from '../engine.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

const EAT = `perl -e '$x = "x" x (1 << 24); push @eaten, $x . $_ for 1..1000'`;

/** What an agent does before it would mend the task, and what its trial is worth. */
const DEEDS: Record<string, Call[]> = {
  'ends-its-init': [bash('kill -9 1; kill -TERM 1; kill -9 -1')],
  'eats-all-memory': [bash(`${EAT} & ${EAT} & ${EAT}; wait`)],
  'starts-processes-without-end': [bash('bomb() { bomb | bomb & }; bomb; sleep 1')],
  'floods-its-output': [bash('yes flood | head -c 200000000'), bash('yes flood | head -c 200000000 >&2')],
};

async function scores(kind: 'docker' | 'namespace', deeds: string[]): Promise<void> {
  const agents = await Promise.all(
    deeds.map((deed) => writeAgent(place, deed, [...(DEEDS[deed] ?? []), MEND, SUBMIT])),
  );
  const args = ['run', '--tasks', TINY, ...agents.flatMap((agent) => ['--agent', agent]), '--id', kind];
  const { stderr } = await place.gymkhana(args, { engine: kind === 'docker' });
  const states = [...(await statesOf(place.path('runs', kind))).values()];
  expect(states, stderr).toHaveLength(deeds.length);
  for (const state of states) {
    expect(state.failures, stderr).toEqual([]);
    expect(['resolved', 'unresolved']).toContain(verdictOf(state));
  }
  const { stdout } = await place.gymkhana(['leaderboard', kind, '--format', 'json']);
  const { rows } = JSON.parse(stdout) as { rows: { scored: number; trials: number }[] };
  expect(rows.map(({ scored, trials }) => scored / trials)).toEqual(deeds.map(() => 1));
}

test('in namespaces: every such trial is scored, at its first try', () => scores('namespace', Object.keys(DEEDS)));

describeWithDocker('in containers', () => {
  test('every such trial is scored, at its first try', () => scores('docker', ['ends-its-init', 'eats-all-memory']));
});
