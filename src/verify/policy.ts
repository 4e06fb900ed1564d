import type { TestsSpec } from '../task/verifiers/tests.ts';
import { findForgedRepeat } from './forged-repeat.ts';
import type { TestReport, TestResult, TestStatus } from './reports/result.ts';
import { type GoldRun, unexplainedRed } from './unexplained.ts';

export type JudgedTest = {
  id: string;
  expected: 'failToPass' | 'passToPass' | 'unexpected';
  /** `turned`: it only ran with another expectation, because the verification had ended before it was its turn. */
  status: TestStatus | 'missing' | 'turned';
  /** What the runner said of it, where it did not pass: expected and actual. Bounded and escaped. */
  message?: string;
};

/** What a test report is worth: 1 only if everything that had to pass did. */
export type Judgement = { value: 0 | 1; tampered: boolean; reason?: string; tests: JudgedTest[] };

type Policy = TestsSpec['policy'];
type Statuses = ReadonlySet<JudgedTest['status']>;

/**
 * Which statuses an expected test may have. strict: what the gold's had, as code under test can skip a test or make it an
 * expected failure. swe-bench: SWE-bench v4/v5 grading; swe-bench-live: SWE-bench-Live's.
 */
const ALLOWED: Record<Policy, { failToPass: Statuses; passToPass: Statuses }> = {
  strict: { failToPass: new Set(['passed']), passToPass: new Set(['passed']) },
  'swe-bench': {
    failToPass: new Set(['passed', 'xfailed']),
    passToPass: new Set(['passed', 'xfailed', 'skipped']),
  },
  'swe-bench-live': {
    failToPass: new Set(['passed']),
    passToPass: new Set(['passed', 'skipped', 'missing']),
  },
};

/** From harmless to worst: a test reported more than once counts as the worst of its results. */
const SEVERITY: TestStatus[] = ['passed', 'xfailed', 'skipped', 'xpassed', 'failed', 'error'];

/** The expectations that a report is held against. */
type Expectations = Pick<TestsSpec, 'failToPass' | 'passToPass' | 'policy' | 'report'>;

/** What a report is judged by beside its expectations. */
export type Evidence = {
  /** The test command's status as the supervisor saw it, null when it ran out of time. */
  exitCode: number | null;
  /** The paths of the hidden tests: the submission can't have put a test of its own into one of them. */
  hiddenPaths?: readonly string[];
  /** How the gold's own runs ended, where they were red and no result explained it. */
  goldRun?: GoldRun | undefined;
  /** Some test has to fail in this run: its exit status says nothing more than that. */
  mayBeRed?: boolean;
};

/**
 * Applies a task's policy to a report.
 *
 * A pass needs agreement: the results, the totals that the runner counted and its exit status. A red status or count that
 * no red result explains is no pass, unless every run of the gold ended in the same way. Ids that nothing expects are
 * never held against a submission: it may bring tests of its own. But a suite that fails by itself fails the expected
 * tests in it. A repeat of an expected id takes the worst status, so adding a forged pass gains nothing. It is `tampered`
 * only where honest code can't cause it: see forged-repeat.ts.
 */
export function judgeTests(
  report: TestReport,
  spec: Expectations,
  { exitCode, hiddenPaths = [], goldRun, mayBeRed = false }: Evidence,
): Judgement {
  const results = report.kind === 'ok' ? report.results : [];
  const tests = listTests(results, spec);
  if (report.kind === 'malformed') return { value: 0, tampered: false, reason: report.reason, tests };

  const forged = findForgedRepeat(results, spec, hiddenPaths);
  if (forged !== null) {
    return { value: 0, tampered: true, reason: `more results than tests: ${forged} passed twice`, tests };
  }
  const reason =
    (exitCode === null
      ? 'the test command ran out of time'
      : unexplainedRed(report, spec, { exitCode, goldRun, mayBeRed })) ??
    unmet(tests, spec.policy) ??
    failedAround(results, spec);
  return reason === null ? { value: 1, tampered: false, tests } : { value: 0, tampered: false, reason, tests };
}

function listTests(results: readonly TestResult[], spec: Pick<TestsSpec, 'failToPass' | 'passToPass'>): JudgedTest[] {
  const expected = new Map<string, 'failToPass' | 'passToPass'>([
    ...spec.passToPass.map((id) => [id, 'passToPass'] as const),
    ...spec.failToPass.map((id) => [id, 'failToPass'] as const),
  ]);
  const statuses = new Map<string, TestStatus>();
  const messages = new Map<string, string>();
  for (const result of results) {
    if (result.message && result.status !== 'passed') messages.set(result.repeatOf ?? result.id, result.message);
    statuses.set(result.id, worst(statuses.get(result.id), result.status));
    if (result.repeatOf !== undefined && expected.has(result.repeatOf) && !expected.has(result.id)) {
      statuses.set(result.repeatOf, worst(statuses.get(result.repeatOf), result.status));
    }
  }
  const judged: JudgedTest[] = [...expected].map(([id, kind]) => ({
    id,
    expected: kind,
    status: statuses.get(id) ?? 'missing',
    ...messageOf(messages.get(id)),
  }));
  for (const { id, status, message } of results) {
    if (!expected.has(id)) judged.push({ id, expected: 'unexpected', status, ...messageOf(message) });
  }
  return judged;
}

function messageOf(message: string | undefined): { message?: string } {
  return message === undefined ? {} : { message };
}

function worst(a: TestStatus | undefined, b: TestStatus): TestStatus {
  return a !== undefined && SEVERITY.indexOf(a) > SEVERITY.indexOf(b) ? a : b;
}

/** A suite or an outer test that failed by itself (a hook, an assertion of its own) around tests that had to pass. */
function failedAround(results: readonly TestResult[], { failToPass, passToPass }: Expectations): string | null {
  const expected = [...failToPass, ...passToPass];
  const around = results.find(
    ({ id, status }) => status === 'error' && expected.some((inner) => inner.startsWith(`${id} > `)),
  );
  return around ? `${around.id} failed around tests that passed` : null;
}

function unmet(tests: readonly JudgedTest[], policy: Policy): string | null {
  const bad = tests.filter(
    (test) => test.expected !== 'unexpected' && !ALLOWED[policy][test.expected].has(test.status),
  );
  const first = bad[0];
  if (first === undefined) return null;
  const others = bad.length === 1 ? '' : ` and ${bad.length - 1} more`;
  return `${first.expected} ${first.id} is ${first.status}${others}`;
}
