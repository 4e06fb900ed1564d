import { afterAll, beforeAll, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { connectEngine } from '../../src/sandbox/docker/engine.ts';
import { OWNER_LABEL } from '../../src/sandbox/docker/labels.ts';
import { describeWithDocker } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { statesOf, until } from './run-facts.ts';
import { bash, copyTinyWithSlowTests, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

const engine = connectEngine();

async function containerNamed(name: RegExp): Promise<string | undefined> {
  const containers = await engine.listContainers({ filters: { label: [OWNER_LABEL] } });
  return containers.find(({ Names }) => name.test(Names[0]!))?.Id;
}

describeWithDocker('a sandbox that is stopped from outside', () => {
  it('under the gold, before any trial: the task is asked again, and nothing is called invalid', async () => {
    const task = await copyTinyWithSlowTests(place, 'slow-gold', 3);
    const running = place.start(['run', '--tasks', task, '--agent', 'oracle', '--id', 'gold']);
    const gold = new RegExp(`gymkhana-gold-${running.pid}-`);
    await engine.getContainer(await until(running, 'the gold is verified', () => containerNamed(gold))).kill();
    const { exitCode, stderr } = await running.done;
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('preparing slow-gold failed: SANDBOX_DIED');
    expect([...(await statesOf(place.path('runs/gold'))).values()].map(verdictOf)).toEqual(['resolved']);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });
});

describeWithDocker('an agent that leaves its disk full', () => {
  it('is judged like any other, and keeps no one else from running', async () => {
    const fill = "head -c 1G /dev/zero | tr '\\0' a > fill.txt; true";
    const agent = await writeAgent(place, 'full', [MEND, bash(fill), SUBMIT]);
    const done = await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, 'oracle', '--id', 'full']);
    expect(done.exitCode, done.stderr).toBe(0);
    const verdicts = [...(await statesOf(place.path('runs/full'))).values()].map(verdictOf);
    expect(verdicts).toEqual(['resolved', 'resolved']);
  });
});
