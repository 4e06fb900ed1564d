import { describe, expect, it } from 'vitest';
import { overrideRunner } from '../../../src/run/override.ts';
import { Runner } from '../../../src/run/runner.ts';
import { linesOf } from '../task/problems.ts';

/** `key=value` each, as on a command line. */
const parse = (sets: string[]) =>
  sets.map((text) => ({ key: text.slice(0, text.indexOf('=')), value: text.slice(text.indexOf('=') + 1) }));
const runner = Runner.parse({ limits: { turns: 7, minutes: 2 }, resources: { cpus: 2 } });
const override = (...sets: string[]) => overrideRunner(runner, parse(sets));
const refusal = (...sets: string[]) => linesOf(async () => override(...sets));

describe('a runner with fields set', () => {
  it('is the runner where nothing is set', () => {
    expect(override()).toEqual(runner);
  });

  it('has them and keeps the others', () => {
    expect(override('limits.turns=9', 'attempts=3', 'tellAgent=false', 'sandbox=docker')).toEqual({
      ...runner,
      limits: { turns: 9, minutes: 2 },
      attempts: 3,
      tellAgent: false,
      sandbox: 'docker',
    });
    expect(runner.limits.turns).toBe(7);
  });

  it('takes lists, maps, and maps that are not there yet', () => {
    expect(override('limits.turns=[2, 5]').limits).toEqual({ turns: [2, 5], minutes: 2 });
    expect(override('limits={ turns: 3 }').limits).toEqual({ turns: 3 });
    expect(override('concurrency.sandboxes=4').concurrency).toEqual({ sandboxes: 4 });
  });

  it('has the last of two values', () => {
    expect(override('attempts=2', 'attempts=3').attempts).toBe(3);
    expect(override('limits.turns=2', 'limits={ minutes: 1 }').limits).toEqual({ minutes: 1 });
  });

  it('needs not be right until everything is set', () => {
    expect(override('concurrency={}', 'concurrency.sandboxes=2').concurrency).toEqual({ sandboxes: 2 });
  });
});

describe('what is wrong is said at its --set', () => {
  it.each([
    ['limits.turns=soon', /^--set limits\.turns limits\.turns must be a whole number.*; got "soon"/],
    ['limits.turns=', /^--set limits\.turns limits\.turns must be a whole number.*; got nothing/],
    ['limits.turns=[1, 0]', /^--set limits\.turns limits\.turns\[1\] must be more than 0; got 0/],
    ['limits.turn=5', /^--set limits\.turn unknown key `turn` in limits; did you mean `turns`\?$/],
    ['retrys=1', /^--set retrys unknown key `retrys`; did you mean `retries`\?$/],
    ['limits={ minute: 1 }', /^--set limits unknown key `minute` in limits; did you mean `minutes`\?$/],
    ['limits=5', /^--set limits limits must be a map; got 5/],
    ['limits.turns.most=5', /^--set limits\.turns\.most limits\.turns must be .*; got a map/],
    ['sandbox=podman', /^--set sandbox sandbox must be one of auto, docker, namespace; got "podman"/],
    ['attempts="3"', /^--set attempts attempts must be a whole number; got "3"; write 3$/],
    ['attempts=[1', /^--set attempts not valid YAML: /],
    ['limits={ turns: 1, turns: 2 }', /^--set limits the key `turns` is there twice/],
    ['attempts=*x', /^--set attempts .*alias/],
    ['attempts=!!js 1', /^--set attempts not valid YAML: .*tag/],
    ['__proto__.attempts=5', /^--set __proto__\.attempts unknown key `__proto__`/],
    ['constructor.prototype=1', /^--set constructor\.prototype unknown key `constructor`/],
  ])('%s', async (set, line) => {
    const [first, ...others] = await refusal('retries=0', set);
    expect(others).toEqual([]);
    expect(first).toMatch(line);
  });

  it('all of it, each at its own', async () => {
    const lines = await refusal('attempts=0', 'limits.minutes=-1', 'resources={ cpu: 1, memory: 2 }');
    const places = lines.map((line) => line.split(' ')[1]).toSorted();
    expect(places).toEqual(['attempts', 'limits.minutes', 'resources', 'resources']);
  });
});
