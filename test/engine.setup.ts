import type { TestProject } from 'vitest/node';
import { hasCode } from '../src/errors.ts';
import { openDocker } from '../src/sandbox/docker/kind.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why nothing that needs a Docker engine can run; empty where one answers. */
    missingEngine: string;
  }
}

/**
 * Asks once a project whether a Docker engine answers. Without one the tests that need it are skipped and named as
 * such; GYMKHANA_REQUIRE_DOCKER=1 turns that into a failure, for places that must not pass by skipping.
 */
export default async function setup(project: TestProject): Promise<void> {
  const missing = await findMissing();
  if (missing && process.env.GYMKHANA_REQUIRE_DOCKER === '1') {
    throw new Error(`GYMKHANA_REQUIRE_DOCKER=1, but ${missing}`);
  }
  if (missing) {
    const line = `SKIPPED: every test of "${project.name}" that needs Docker, because ${missing}`;
    process.stderr.write(`\n${'!'.repeat(80)}\n${line}\n${'!'.repeat(80)}\n\n`);
  }
  project.provide('missingEngine', missing);
}

async function findMissing(): Promise<string> {
  try {
    await using kind = await openDocker();
    const { checks } = await kind.doctor();
    const failed = checks.filter((check) => !check.ok);
    return failed.map(({ name, detail, fix }) => [`${name}: ${detail}`, fix].filter(Boolean).join('; ')).join(' · ');
  } catch (error) {
    if (hasCode(error, 'ENGINE_UNREACHABLE', 'ENGINE_TIMEOUT')) return error.message;
    throw error;
  }
}
