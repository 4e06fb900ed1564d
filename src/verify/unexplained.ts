import { z } from 'zod';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import { fileId } from './ids.ts';
import type { TestReport } from './reports/result.ts';

/** How runs of the gold ended that were red although no result was: kept with the task's preflight. */
export const GoldRun = z.strictObject({ exitCode: z.int(), unexplained: z.array(z.string()) });
export type GoldRun = z.infer<typeof GoldRun>;

type ReadReport = Extract<TestReport, { kind: 'ok' }>;

/** Why a run is no pass whatever its results say: it was red, and no result explains it. */
export function unexplainedRed(
  report: ReadReport,
  spec: Pick<TestsSpec, 'failToPass' | 'passToPass'>,
  { exitCode, goldRun, mayBeRed }: { exitCode: number; goldRun: GoldRun | undefined; mayBeRed: boolean },
): string | null {
  const red = redOf(report, spec, exitCode);
  if (red === null || (goldRun && isSame(red, goldRun, mayBeRed))) return null;
  const [first] = red.unexplained;
  return first ?? `the test command exited with ${exitCode}, but no failed test was recorded`;
}

/** What a run leaves unexplained; null where it leaves nothing. */
export function redOf(
  { results, unexplained = [] }: ReadReport,
  { failToPass, passToPass }: Pick<TestsSpec, 'failToPass' | 'passToPass'>,
  exitCode: number,
): GoldRun | null {
  const expectedFiles = new Set([...failToPass, ...passToPass].map((id) => fileId(placeOf(id))));
  // A file that fails after its expected tests have passed crashed; that is no failed test.
  const isExplained = results.some(
    ({ id, status }) => (status === 'failed' || status === 'error' || status === 'xpassed') && !expectedFiles.has(id),
  );
  return unexplained.length > 0 || (exitCode !== 0 && !isExplained)
    ? { exitCode, unexplained: [...unexplained] }
    : null;
}

/** Where some test has to fail, the exit status is that of the failure. */
function isSame(a: GoldRun, b: GoldRun, mayBeRed: boolean): boolean {
  return (mayBeRed || a.exitCode === b.exitCode) && JSON.stringify(a.unexplained) === JSON.stringify(b.unexplained);
}

function placeOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('::')));
}
