import { z } from 'zod';
import { tryJson } from '../json.ts';

/** What is read of a score's detail; the rest is for whoever opens the file. */
const Detail = z.object({ tests: z.array(z.object({ id: z.string(), expected: z.string(), status: z.string() })) });

/** A hidden test that had to pass and did not; of a `turned` one nothing is known, as its expectation was changed. */
export type FailingTest = { id: string; status: string };

/** From the detail of a score; none in one of another form. */
export function parseFailing(text: string): FailingTest[] {
  const { success, data } = Detail.safeParse(tryJson(text));
  if (!success) return [];
  const failing = data.tests.filter(({ expected, status }) => expected !== 'unexpected' && status !== 'passed');
  return failing.map(({ id, status }) => ({ id, status }));
}
