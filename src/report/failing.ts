import { z } from 'zod';
import { tryJson } from '../json.ts';

/** What is read of a score's detail; the rest is for people that open the file. */
const Detail = z.object({
  tests: z.array(
    z.object({ id: z.string(), expected: z.string(), status: z.string(), message: z.string().optional() }),
  ),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
});

/** A hidden test that had to pass and did not; of a `turned` one nothing is known, as its expectation was changed. */
export type FailingTest = { id: string; status: string; message?: string };

/** What kept a trial from being resolved: tests, and the last lines that the test command printed. */
export type Failing = { tests: FailingTest[]; output: string[] };

/** Of what a command printed. */
const MAX_LINES = 5;

/** From the detail of a score; nothing in one of another form. */
export function parseFailing(text: string): Failing {
  const { success, data } = Detail.safeParse(tryJson(text));
  if (!success) return { tests: [], output: [] };
  const tests = data.tests.filter(({ expected, status }) => expected !== 'unexpected' && status !== 'passed');
  const isSilent = tests.every(({ message }) => message === undefined);
  const printed = data.stderr?.trim() ? data.stderr : (data.stdout ?? '');
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return {
    tests: tests.map(({ id, status, message }) => ({ id, status, ...(message !== undefined && { message }) })),
    // Where each test has its message the rest is noise.
    output: isSilent && tests.length > 0 ? lines.slice(-MAX_LINES) : [],
  };
}
