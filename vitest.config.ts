import { defineConfig } from 'vitest/config';

const project = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    // Where others share the machine a container may stall for once; a test that fails twice fails.
    retry: name === 'unit' || !process.env.CI ? 0 : 1,
    hookTimeout: 600_000,
    globalSetup: [
      ...(name === 'unit' ? [] : ['test/engine.setup.ts']),
      ...(name === 'e2e' ? ['test/e2e/package.setup.ts'] : []),
    ],
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 10_000),
      project('contract', 120_000),
      project('attacks', 240_000),
      project('e2e', 600_000),
    ],
  },
});
