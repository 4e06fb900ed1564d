import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const NEEDS_NO_ENGINE = ['unit', 'refs'];

const project = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    // Their modules hold nothing: loading them once a worker, not once a file, is a third of the processor's time.
    isolate: !NEEDS_NO_ENGINE.includes(name),
    testTimeout: timeoutMs,
    // Where others share the machine a container may stall for once; a test that fails twice fails.
    retry: NEEDS_NO_ENGINE.includes(name) || !process.env.CI ? 0 : 1,
    hookTimeout: 600_000,
    globalSetup: [
      ...(NEEDS_NO_ENGINE.includes(name) ? [] : ['test/engine.setup.ts']),
      ...(['e2e', 'reported'].includes(name) ? ['test/e2e/package.setup.ts'] : []),
    ],
  },
});

/** The files that take minutes. One that starts last runs alone at the end, while the other workers have nothing to do. */
const LONGEST = [
  'attacks/docker',
  'e2e/bundled.docker',
  'attacks/namespace',
  'e2e/checkpoints',
  'e2e/crash',
  'contract/docker',
  'contract/namespace',
  'e2e/bundled.namespace',
  'e2e/docs',
  'e2e/admission',
  'e2e/repair',
  'e2e/task-new',
  'e2e/llm',
  'e2e/replay',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Half of a test is waiting for containers and processes: with a worker a core the cores are idle half the time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', 10_000),
      project('refs', 60_000),
      project('contract', 120_000),
      project('attacks', 240_000),
      project('e2e', 600_000),
      project('reported', 240_000),
    ],
  },
});
