import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planTrials } from '../../../src/run/plan.ts';
import { renderPlan } from '../../../src/run/plan-text.ts';
import type { EntrySpec, RunSpec } from '../../../src/run/spec.ts';
import type { Task } from '../../../src/task/task.ts';
import { asked, taskLike } from './plans.ts';

/** The only trial of a run of one task, one entry and one attempt. */
function only(spec: RunSpec, task: Task = taskLike()) {
  const [plan, ...others] = planTrials(spec, [task]);
  expect(others).toEqual([]);
  if (!plan) throw new Error('there is no trial');
  return plan;
}

it('plans tasks × entries × attempts, every task once before any twice', () => {
  const tasks = [taskLike({ id: 'a' }), taskLike({ id: 'b' })];
  const plans = planTrials(asked({ tasks, maxTurns: [5, 10], attempts: 2 }), tasks);
  expect(plans.map(({ task, entry, attempt }) => `${attempt} ${task.id} ${entry.name}`)).toEqual([
    '1 a oracle@5',
    '1 a oracle@10',
    '1 b oracle@5',
    '1 b oracle@10',
    '2 a oracle@5',
    '2 a oracle@10',
    '2 b oracle@5',
    '2 b oracle@10',
  ]);
  expect(new Set(plans.map(({ id }) => id)).size).toBe(8);
  // An agent has one seed under all its limits, so that the smaller ones are beginnings of the larger.
  expect(new Set(plans.map(({ seed }) => seed)).size).toBe(4);
  expect(planTrials(asked({ tasks, maxTurns: [5, 10], attempts: 2 }), tasks)).toEqual(plans);
});

describe('limits', () => {
  const task = taskLike({ limits: { turns: 40, minutes: 20 } });
  it.each([
    ['the defaults', taskLike(), {}, { turns: 50, minutes: 30, toolTimeoutSeconds: 120 }],
    ['the task', task, {}, { turns: 40, minutes: 20, toolTimeoutSeconds: 120 }],
    [
      'the runner over the task',
      task,
      { runner: { limits: { turns: 7, minutes: 1, toolTimeoutSeconds: 9 } } },
      { turns: 7, minutes: 1, toolTimeoutSeconds: 9 },
    ],
    [
      'the command line over the runner',
      task,
      { maxTurns: [3], runner: { limits: { turns: [7, 8], toolTimeoutSeconds: 9 } } },
      { turns: 3, minutes: 20, toolTimeoutSeconds: 9 },
    ],
  ])('come from %s', (_, given, options, limits) => {
    expect(only(asked(options), given).limits).toEqual(limits);
  });
});

describe('resources', () => {
  it('are what the task asks for, and more where the runner says so, never less', () => {
    const raised = { runner: { resources: { cpus: 4, memoryMb: 100, diskMb: 64 } } };
    expect(only(asked()).resources).toEqual({ cpus: 1, memoryMb: 512, pids: 128, diskMb: 64 });
    expect(only(asked(raised)).resources).toEqual({ cpus: 4, memoryMb: 512, pids: 128, diskMb: 64 });
  });
});

describe("a trial's id", () => {
  const hashOf = ({ id }: { id: string }) => id.split('__').at(-1);
  const spec = asked({ seed: 's', maxTurns: [40] });
  const [entry] = spec.entries as [EntrySpec];
  const base = only(spec);
  const withEntry = (part: Partial<EntrySpec>) => ({ ...spec, entries: [{ ...entry, ...part }] });

  it('says task, entry and attempt, then what it follows from', () => {
    expect(base.id).toMatch(/^ini__oracle@40__1__[0-9a-f]{8}$/);
  });

  it.each<[string, RunSpec, Task?]>([
    ['the same again', asked({ seed: 's', maxTurns: [40] })],
    ['the id of the run', { ...spec, id: 'other' }],
    ['how the agent was named', withEntry({ agentRef: 'script:elsewhere' })],
    ['where the task lies', spec, taskLike({ folder: '/elsewhere', workspaceFolder: '/elsewhere/repo' })],
    ['how many attempts there are', { ...spec, attempts: 1, runner: { ...spec.runner, attempts: 3 } }],
    ['concurrency', asked({ seed: 's', maxTurns: [40], concurrency: 9 })],
    ['retries', asked({ seed: 's', maxTurns: [40], runner: { retries: 9 } })],
    ['resources', asked({ seed: 's', maxTurns: [40], runner: { resources: { cpus: 2 } } })],
    ['who said the limit: the task', asked({ seed: 's' }), taskLike({ limits: { turns: 40 } })],
    ['who said the limit: the runner', asked({ seed: 's', runner: { limits: { turns: 40, minutes: 30 } } })],
  ])('does not follow from %s', (_, other, task) => {
    expect(hashOf(only(other, task))).toBe(hashOf(base));
  });

  it.each<[string, RunSpec, Task?]>([
    ["the task's digest", spec, taskLike({ digest: 'another' })],
    ['the agent', withEntry({ agent: 'nop' })],
    ["the agent's version", withEntry({ agentVersion: '2' })],
    ['the model', withEntry({ model: 'm' })],
    ['turns', withEntry({ turns: 41 })],
    ['minutes', spec, taskLike({ limits: { minutes: 31 } })],
    ["a tool call's time", asked({ seed: 's', maxTurns: [40], runner: { limits: { toolTimeoutSeconds: 121 } } })],
    ['the seed', asked({ seed: 't', maxTurns: [40] })],
  ])('follows from %s', (_, other, task) => {
    expect(hashOf(only(other, task))).not.toBe(hashOf(base));
  });

  it('follows from the attempt', () => {
    const hashes = planTrials({ ...spec, attempts: 3 }, [taskLike()]).map(hashOf);
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[0]).toBe(hashOf(base));
  });
});

it('prints a plan as YAML with every default resolved', () => {
  const spec = asked({ maxTurns: [3], runner: { resources: { memoryMb: 2048 } } });
  const plans = planTrials(spec, [taskLike()]);
  const text = renderPlan(spec, plans, { sandboxes: 4, verbose: true });
  expect(text).not.toMatch(/[&*]a\d/);
  expect(text).toMatch(/^# `sandbox: auto` is settled when the run starts: docker /m);
  expect(text).not.toContain('turns: null');
  expect(parse(text)).toEqual({
    total: { tasks: 1, entries: 1, attempts: 1, trials: 1 },
    ...spec,
    runner: { ...spec.runner, concurrency: { sandboxes: 4 } },
    trials: [
      {
        id: plans[0]?.id,
        ...{ task: 'ini', entry: 'oracle@3', attempt: 1, image: 'node', network: 'none' },
        seed: plans[0]?.seed,
        limits: { turns: 3, minutes: 30, toolTimeoutSeconds: 120 },
        resources: { cpus: 1, memoryMb: 2048, pids: 128, diskMb: 64 },
      },
    ],
  });
});

it("says what stands in a plan's place of nothing", () => {
  const text = (runner: object) => renderPlan(asked({ runner }), [], { sandboxes: 1, verbose: false });
  expect(text({ sandbox: 'docker' })).toMatch(/^# `turns: null`: each task's own limit\.$/m);
  expect(text({ sandbox: 'docker' })).not.toContain('`sandbox: auto`');
  expect(parse(text({ concurrency: { sandboxes: 3 } })).runner.concurrency).toEqual({ sandboxes: 3 });
});
