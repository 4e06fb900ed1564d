import { expect } from 'vitest';
import { GymkhanaError, type Problem } from '../../../src/errors.ts';

/** What a call refuses, as problems; anything but a GymkhanaError fails the test. */
export async function problemsOf(call: () => unknown): Promise<readonly Problem[]> {
  try {
    await call();
  } catch (error) {
    if (error instanceof GymkhanaError) return error.problems;
    throw error;
  }
  return expect.fail('nothing was refused');
}

/** The same, one line a problem: `place problem; fix`. */
export async function linesOf(call: () => unknown): Promise<string[]> {
  const problems = await problemsOf(call);
  return problems.map(({ place, problem, fix }) => `${place} ${problem}${fix ? `; ${fix}` : ''}`);
}
