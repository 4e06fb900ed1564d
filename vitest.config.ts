import { defineConfig } from 'vitest/config';

const project = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: 300_000,
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
      project('contract', 60_000),
      project('attacks', 120_000),
      project('e2e', 300_000),
    ],
  },
});
