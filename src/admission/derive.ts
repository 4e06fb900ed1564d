import type { TestsSpec } from '../task/verifiers/tests.ts';
import type { TestsResult } from '../verify/tests.ts';
import { describeDropped, describeRun } from './explain-run.ts';
import { flakyIds, type Observations, observe, type Probe, UNTOUCHED } from './observe.ts';

export type Derived = {
  failToPass: string[];
  passToPass: string[];
  /** Not the same in every run before, or in every run after the gold: left out. */
  flaky: string[];
  /** Red after the gold, every time: left out as well. */
  red: string[];
};

export type Derivation = Derived & {
  spec: TestsSpec;
  /** Why these lists are nothing to judge by; null where they are. */
  problem: string | null;
  before: TestsResult[];
  after: TestsResult[];
};

/** Learns a verifier's expectations by running its tests before and after the gold. */
export async function deriveExpectations(probe: Probe, spec: TestsSpec): Promise<Derivation> {
  const hidden = probe.prepared.hidden.tests.get(spec.id) ?? [];
  const blank = { ...spec, failToPass: [], passToPass: [] };
  const [before, after] = await Promise.all([
    observe(probe, blank, hidden, UNTOUCHED),
    observe(probe, blank, hidden, probe.prepared.gold),
  ]);
  const lists = sortTests(before.observations, after.observations);
  const problem = findUnusable(lists, after.results, spec);
  return { ...lists, spec, problem, before: before.results, after: after.results };
}

/** Pure: what each test is by its runs before and after the gold. */
export function sortTests(before: Observations, after: Observations): Derived {
  const flaky = [...new Set([...flakyIds(before), ...flakyIds(after)])].sort();
  const steady = [...after.keys()].filter((id) => !flaky.includes(id)).sort();
  const passes = (runs: Observations, id: string) => runs.get(id)?.[0] === 'passed';
  return {
    failToPass: steady.filter((id) => passes(after, id) && !passes(before, id)),
    passToPass: steady.filter((id) => passes(after, id) && passes(before, id)),
    flaky,
    red: steady.filter((id) => !passes(after, id)),
  };
}

/** A run after the gold that came to no end or had no report says nothing of any test: its lists would be too short. */
function findUnusable(lists: Derived, after: readonly TestsResult[], { minutes }: TestsSpec): string | null {
  const late = after.filter(({ detail }) => detail.exitCode === null);
  const empty = after.filter(({ detail }) => detail.tests.length === 0);
  const broken = late[0] ?? empty[0];
  if (broken) {
    const what = late.length > 0 ? `take longer than ${minutes} minutes` : 'report nothing';
    const count = late.length > 0 ? late.length : empty.length;
    return withDropped(`the hidden tests ${what} after the gold in ${count} of ${after.length} runs`, broken);
  }
  if (lists.failToPass.length > 0) return null;
  const { passToPass, red, flaky } = lists;
  const counts = [
    passToPass.length > 0 && `${passToPass.length} pass before it too`,
    red.length > 0 && `${red.length} fail after it`,
    flaky.length > 0 && `${flaky.length} do not say the same every time`,
  ].filter(Boolean);
  const problem = `no hidden test fails before the gold and passes after it: ${counts.join(', ')}`;
  const failing = red.length > 0 ? after[0] : undefined;
  return failing
    ? withDropped(problem, failing)
    : [problem, after[0] && describeDropped(after[0].detail)].filter(Boolean).join('; ');
}

function withDropped(problem: string, { detail }: TestsResult): string {
  return [`${problem}: the test command: ${describeRun(detail)}`, describeDropped(detail)].filter(Boolean).join('; ');
}
