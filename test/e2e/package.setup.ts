import { execa } from 'execa';
import type { TestProject } from 'vitest/node';
import { copyPackage } from './package.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The compiled package that every end-to-end test runs. */
    packageFolder: string;
  }
}

/** Compiles what is not compiled yet, once for all files, and removes the copy that they use. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await execa(process.execPath, ['setup.mjs'], { cwd: project.config.root });
  const copy = await copyPackage();
  project.provide('packageFolder', copy.folder);
  return async () => copy[Symbol.asyncDispose]();
}
