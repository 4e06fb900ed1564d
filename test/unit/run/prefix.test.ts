import { describe, expect, it } from 'vitest';
import { planTrials } from '../../../src/run/plan.ts';
import { planPrefixes } from '../../../src/run/prefix.ts';
import type { RunOptions } from '../../../src/run/spec.ts';
import { asked, taskLike } from './plans.ts';

const tasks = [taskLike({ id: 'a' }), taskLike({ id: 'b' })];
const agents = new Map([
  ['oracle', { name: 'oracle', version: '1' }],
  ['script:x', { name: 'x', version: '2' }],
]);

function served(options: Partial<Omit<RunOptions, 'runner'>> & { runner?: object }): string[] {
  const spec = asked({ tasks, agents, ...options });
  const servers = planPrefixes(spec, planTrials(spec, tasks));
  const name = (id: string) => id.replace(/__[0-9a-f]{8}$/, '');
  return [...servers].map(([id, { id: server }]) => `${name(id)} by ${name(server)}`).sort();
}

describe('which trial rolls out for which', () => {
  it('is the one with the most turns of its task, agent and attempt', () => {
    expect(served({ maxTurns: [5, 20, 10], attempts: 1, runner: { tellAgent: false } })).toEqual([
      'a__oracle@10__1 by a__oracle@20__1',
      'a__oracle@5__1 by a__oracle@20__1',
      'a__x@10__1 by a__x@20__1',
      'a__x@5__1 by a__x@20__1',
      'b__oracle@10__1 by b__oracle@20__1',
      'b__oracle@5__1 by b__oracle@20__1',
      'b__x@10__1 by b__x@20__1',
      'b__x@5__1 by b__x@20__1',
    ]);
    expect(served({ maxTurns: [5, 20], attempts: 2, runner: { tellAgent: false } })).toHaveLength(8);
  });

  it.each([
    ['the agent is told', { maxTurns: [5, 20], runner: { checkpoints: true } }],
    ['checkpoints are off', { maxTurns: [5, 20], runner: { tellAgent: false, checkpoints: false } }],
    ['there is one limit', { maxTurns: [5], runner: { tellAgent: false, checkpoints: true } }],
    ['each task has its own', { runner: { tellAgent: false, checkpoints: true } }],
  ])('is nobody where %s', (_, options) => {
    expect(served(options)).toEqual([]);
  });
});

it.each([
  [{ tellAgent: false }, [2, 5], true],
  [{ tellAgent: false }, [5], false],
  [{ tellAgent: true }, [2, 5], false],
  [{ tellAgent: false, checkpoints: false }, [2, 5], false],
  [{ tellAgent: true, checkpoints: true }, [5], true],
])('a runner %j with limits %j takes checkpoints: %s', (runner, maxTurns, taken) => {
  expect(asked({ runner, maxTurns }).runner.checkpoints).toBe(taken);
});
