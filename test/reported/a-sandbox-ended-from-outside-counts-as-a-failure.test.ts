import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { killContainer, removeContainer, removeHolder, stopContainer } from '../contract/docker.leftovers.ts';
import { killBubblewrap, killHolder, registeredAs } from '../contract/namespace.leftovers.ts';
import { leftoversOf } from '../e2e/leftovers.ts';
import { statesOf, until } from '../e2e/run-facts.ts';
import { bash, copyTinyWithSlowTests, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithDocker } from '../engine.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

type End = (name: string) => Promise<void>;

/** Ends the sandbox of a role while it is at work, and gives the trial that came of it. */
async function endDuring(role: 'agent' | 'tests', kind: 'docker' | 'namespace', how: string, end: End) {
  const id = `${kind}-${role}-${how.replaceAll(' ', '-')}`;
  const slow = bash('sleep 3');
  const agent = role === 'agent' ? await writeAgent(place, id, [MEND, slow, SUBMIT]) : 'oracle';
  const task = role === 'agent' ? TINY : await copyTinyWithSlowTests(place, id, 2);
  // The gold is verified once before: what is ended below belongs to a trial.
  const running = place.start(['run', '--tasks', task, '--agent', agent, '--id', id], { engine: kind === 'docker' });
  const name = await until(running, 'the sandbox is there', () => nameOf(kind, role, running.pid));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await end(name);
  const { exitCode, stderr } = await running.done;
  expect(exitCode, stderr).toBe(0);
  expect(await leftoversOf([running.pid])).toEqual([]);
  return [...(await statesOf(place.path('runs', id))).values()][0]!;
}

function nameOf(kind: 'docker' | 'namespace', role: string, pid: number): Promise<string | undefined> {
  const pattern = new RegExp(`__1__\\w+-${role}-1-${pid}\\b`);
  return kind === 'docker' ? containerNamed(pattern) : registeredAs(pattern);
}

async function containerNamed(pattern: RegExp): Promise<string | undefined> {
  const { connectEngine } = await import('../../src/sandbox/docker/engine.ts');
  const containers = await connectEngine().listContainers();
  return containers.map(({ Names }) => Names[0]!.slice(1)).find((name) => pattern.test(name));
}

function cases(kind: 'docker' | 'namespace', ends: Record<string, End>): void {
  it.each(Object.entries(ends))(
    '%s under the agent: an infra error, and the trial is tried again',
    async (how, end) => {
      const state = await endDuring('agent', kind, how, end);
      expect(state).toMatchObject({ tries: 2, submitted: { stop: 'submitted' }, failures: [{ phase: 'agent' }] });
      expect(state.failures[0]?.cause).toMatch(/SANDBOX_DIED .*(ended from outside|not running|shell)/);
      expect(verdictOf(state)).toBe('resolved');
    },
  );

  it.each(Object.entries(ends).filter(([how]) => !['stopped', 'removed'].includes(how)))(
    '%s under the tests: an infra error, and they are run again',
    async (how, end) => {
      const state = await endDuring('tests', kind, how, end);
      expect(state).toMatchObject({ tries: 1, failures: [{ phase: 'verify' }] });
      expect(verdictOf(state)).toBe('resolved');
    },
  );
}

describe('a namespace sandbox', () =>
  cases('namespace', { 'bubblewrap killed': killBubblewrap, 'holder killed': killHolder }));

describeWithDocker('a container', () =>
  cases('docker', {
    killed: killContainer,
    stopped: stopContainer,
    removed: removeContainer,
    'holder removed': removeHolder,
  }),
);
