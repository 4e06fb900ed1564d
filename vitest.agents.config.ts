import { defineConfig } from 'vitest/config';

/** Real command-line agents: hundreds of megabytes to download, so not part of `npm test`. */
export default defineConfig({
  test: {
    name: 'agents',
    include: ['test/agents/**/*.test.ts'],
    // The first test of an agent installs it.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    globalSetup: ['test/engine.setup.ts', 'test/e2e/package.setup.ts'],
  },
});
