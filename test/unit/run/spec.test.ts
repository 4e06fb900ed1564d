import { describe, expect, it } from 'vitest';
import { RunSpec } from '../../../src/run/spec.ts';
import { asked, taskLike } from './plans.ts';

const two = new Map([
  ['script:a', { name: 'fixer', version: 'x' }],
  ['script:b', { name: 'fixer', version: 'y' }],
]);

describe('planRun', () => {
  it('resolves every default', () => {
    expect(asked()).toEqual({
      v: 1,
      id: 'r',
      seed: expect.stringMatching(/^[0-9a-f]{16}$/),
      runner: {
        sandbox: 'auto',
        adversarial: false,
        limits: {},
        tellAgent: true,
        checkpoints: false,
        attempts: 1,
        retries: 2,
        resources: {},
      },
      attempts: 1,
      entries: [{ name: 'oracle', agent: 'oracle', agentRef: 'oracle', agentVersion: '1', model: null, turns: null }],
      tasks: [
        {
          id: 'ini',
          folder: '/tasks/ini',
          digest: 'digest of ini',
          facts: {
            language: 'javascript',
            difficulty: 'easy',
            tags: [],
            repository: 'ini',
            created: '2026-11-21',
            kind: 'fix',
            verifiers: [],
          },
        },
      ],
      models: [],
      prices: { digest: expect.stringMatching(/^[0-9a-f]{64}$/), date: expect.stringMatching(/^\d{4}-\d{2}$/) },
    });
  });

  it('is what run.yaml holds', () => {
    const spec = asked({
      agents: two,
      maxTurns: [5, 10],
      runner: { limits: { minutes: 0.5 }, resources: { cpus: 2 } },
    });
    expect(RunSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it('reads a run.yaml from before tasks and models had facts', () => {
    const { tasks, models, prices, ...spec } = asked();
    const older = { ...spec, tasks: tasks.map(({ id, folder, digest }) => ({ id, folder, digest })) };
    expect(RunSpec.parse(older)).toEqual(older);
  });

  it('prefers the command line to the runner', () => {
    const runner = { attempts: 2, concurrency: { sandboxes: 3 }, limits: { turns: 7 } };
    const fromRunner = asked({ runner });
    expect(fromRunner).toMatchObject({
      attempts: 2,
      runner: { concurrency: { sandboxes: 3 } },
      entries: [{ turns: 7 }],
    });
    const fromLine = asked({ runner, attempts: 5, concurrency: 1, maxTurns: [9] });
    expect(fromLine).toMatchObject({ attempts: 5, runner: { concurrency: { sandboxes: 1 } }, entries: [{ turns: 9 }] });
  });

  it('refuses more trials than anybody could plan or read, and says what made so many', () => {
    expect(asked({ attempts: 50_000, maxTurns: [1, 2] }).attempts).toBe(50_000);
    expect(() => asked({ attempts: 50_001, maxTurns: [1, 2] })).toThrow(
      /^USAGE run tasks × entries × attempts = 1 × 2 × 50001 = 100002 trials, more than the 100000 that a run may have/,
    );
  });

  it('makes an entry of each agent and limit, each with a name of its own', () => {
    const names = (spec: RunSpec) => spec.entries.map(({ name }) => name);
    expect(names(asked({ agents: two }))).toEqual(['fixer', 'fixer#2']);
    expect(names(asked({ maxTurns: [10, 25] }))).toEqual(['oracle@10', 'oracle@25']);
    expect(names(asked({ agents: two, maxTurns: [10, 25] }))).toEqual([
      'fixer@10',
      'fixer@25',
      'fixer@10#2',
      'fixer@25#2',
    ]);
    expect(names(asked({ runner: { limits: { turns: [10, 25] } } }))).toEqual(['oracle@10', 'oracle@25']);
  });

  it('asks once for a limit that is named twice', () => {
    expect(asked({ maxTurns: [10, 10] }).entries).toHaveLength(1);
    expect(asked({ runner: { limits: { turns: [10, 25, 10] } } }).entries).toHaveLength(2);
  });
});

describe('the seed', () => {
  const { seed } = asked();

  it('is the one that is given', () => {
    expect(asked({ seed: 'mine' }).seed).toBe('mine');
    expect(asked({ seed: '' }).seed).toBe('');
  });

  it.each([
    ['the same again', {}],
    ['another id', { id: 'other' }],
    ['another concurrency', { concurrency: 7 }],
    ['a task that lies elsewhere', { tasks: [taskLike({ folder: '/elsewhere' })] }],
  ])('does not follow from %s', (_, part) => {
    expect(asked(part).seed).toBe(seed);
  });

  it.each([
    ['a task', { tasks: [taskLike({ id: 'other', digest: 'digest of ini' })] }],
    ['a digest', { tasks: [taskLike({ digest: 'another' })] }],
    ['one more task', { tasks: [taskLike(), taskLike({ id: 'other' })] }],
    ['an agent', { agents: new Map([['nop', { name: 'nop', version: '1' }]]) }],
    ['its version', { agents: new Map([['oracle', { name: 'oracle', version: '2' }]]) }],
    ['attempts', { attempts: 2 }],
    ['limits', { maxTurns: [10] }],
    ['the runner', { runner: { tellAgent: false } }],
  ])('follows from %s', (_, part) => {
    expect(asked(part).seed).not.toBe(seed);
  });
});
