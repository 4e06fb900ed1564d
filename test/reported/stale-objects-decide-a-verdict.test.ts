import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staleObjects } from '../attacks/stale-objects.ts';
import { bash, SUBMIT, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithDocker } from '../engine.ts';

const TASK = fileURLToPath(new URL('../fixtures/tasks/tiny-make', import.meta.url));
const MEND = bash("sed -i 's/length - 1/length/' src/sum.c");

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
});
afterAll(() => place[Symbol.asyncDispose]());

/** Builds with the fault, or with tests that find nothing; the objects are handed in. */
function cases(kind: 'docker' | 'namespace'): void {
  test('objects older than what is handed in, or made of other tests, are made again', {
    timeout: 120_000,
  }, async () => {
    const agents = [
      await writeAgent(place, 'early', [bash('make -s test'), MEND, SUBMIT], ['tiny-make']),
      await writeAgent(
        place,
        'late',
        [MEND, bash('make -s test; touch -d 2090-01-01 tests/*.o'), SUBMIT],
        ['tiny-make'],
      ),
      await writeAgent(place, 'forged', [...staleObjects.calls], ['tiny-make']),
    ];
    const named = agents.flatMap((agent) => ['--agent', agent]);
    const engine = kind === 'docker';
    await place.gymkhana(['run', '--tasks', TASK, ...named, '--id', kind], { engine });
    const verdictOf = async (agent: string) => {
      const { stdout } = await place.gymkhana(['show', `${kind}/tiny-make__${agent}`]);
      return /verdict +(\w+)/.exec(stdout)?.[1];
    };
    expect(await verdictOf('early')).toBe('resolved');
    expect(await verdictOf('late')).toBe('resolved');
    // Where the forged object is taken, each expectation holds, and the verdict is `tampered`.
    expect(await verdictOf('forged')).toBe('unresolved');
  });
}

describe('a namespace sandbox', () => cases('namespace'));
describeWithDocker('a container', () => cases('docker'));
