import { currentOwner } from '../owner.ts';
import type { PreparedTask } from '../run/prepared-task.ts';
import type { Sandbox, SandboxKind, SandboxSpec } from '../sandbox/contract.ts';
import type { HiddenFile } from '../task/hidden.ts';
import type { VerifierSpec } from '../task/verifiers/kinds.ts';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import { verify } from '../verify/kinds.ts';
import type { JudgedTest } from '../verify/policy.ts';
import { type TestsResult, verifyTests } from '../verify/tests.ts';
import type { GoldRun } from '../verify/unexplained.ts';
import type { VerifierResult } from '../verify/verifier.ts';
import type { Change } from '../workspace/change.ts';

export type Probe = {
  kind: SandboxKind;
  prepared: PreparedTask;
  /** How often each test is run to see whether it is stable. */
  repeats: number;
  /** Runs at most so many at a time. */
  limit: <T>(work: () => Promise<T>) => Promise<T>;
  signal: AbortSignal;
};

/** How often a test is run before it counts as stable: five agreeing runs. */
export const REPEATS = 5;

export const UNTOUCHED: Change = { files: [], deleted: [] };

/** What each test said in each of some runs: `missing` where it was not in the report. */
export type Observations = Map<string, JudgedTest['status'][]>;

let opened = 0;

/** Opens sandboxes under names of their own, with what the task asks for. */
export function openTests({ kind, prepared: { task, image, layer } }: Probe) {
  return (role: SandboxSpec['role']): Promise<Sandbox> => {
    opened += 1;
    const name = `gymkhana-check-${task.id}-${process.pid}-${opened}`;
    return kind.open({ name, image, layer, resources: task.resources, role, owner: currentOwner(), labels: {} });
  };
}

/** Runs tests once on a change to the base, through the very verification that scores agents. */
export function runTests(
  probe: Probe,
  spec: TestsSpec,
  hidden: readonly HiddenFile[],
  submission: Change,
  { canaries, goldRun }: { canaries: boolean; goldRun?: GoldRun | undefined },
): Promise<TestsResult> {
  const { limit, signal } = probe;
  const { task, image, layer } = probe.prepared;
  const openSandbox = openTests(probe);
  return limit(() => {
    signal.throwIfAborted();
    return verifyTests({
      task,
      spec,
      hidden,
      apart: {},
      submission,
      image,
      layer,
      openSandbox,
      canaries,
      goldRun,
      judging: null,
      signal,
    });
  });
}

/** Asks any verifier of the task once, as it is asked for a score. */
export function runVerifier(probe: Probe, spec: VerifierSpec, submission: Change): Promise<VerifierResult> {
  const { limit, signal } = probe;
  const { task, image, layer, hidden } = probe.prepared;
  const files = { hidden: hidden.tests.get(spec.id) ?? [], apart: hidden.apart.get(spec.id) ?? {} };
  const openSandbox = openTests(probe);
  return limit(() => {
    signal.throwIfAborted();
    return verify({ task, spec, ...files, submission, image, layer, openSandbox, judging: null, signal });
  });
}

/** Runs tests as often as the probe says and notes what every test said. */
export async function observe(
  probe: Probe,
  spec: TestsSpec,
  hidden: readonly HiddenFile[],
  submission: Change,
  goldRun?: GoldRun,
): Promise<{ observations: Observations; results: TestsResult[] }> {
  const runs = Array.from({ length: probe.repeats }, () =>
    runTests(probe, spec, hidden, submission, { canaries: false, goldRun }),
  );
  const results = await Promise.all(runs);
  const ids = new Set(results.flatMap(({ detail }) => detail.tests.map(({ id }) => id)));
  const statusIn = ({ detail }: TestsResult, id: string) =>
    detail.tests.find((test) => test.id === id)?.status ?? 'missing';
  return { observations: new Map([...ids].map((id) => [id, results.map((run) => statusIn(run, id))])), results };
}

/** Ids whose runs don't agree. */
export function flakyIds(observations: Observations): string[] {
  return [...observations].filter(([, statuses]) => new Set(statuses).size > 1).map(([id]) => id);
}

/** How the runs of the gold ended, where each was red in the same way and no result explained it. */
export function sameRed(results: readonly TestsResult[]): GoldRun | undefined {
  const [first, ...others] = results.map(({ detail }) => detail.runs.at(-1));
  if (first?.unexplained === undefined || first.exitCode === null) return undefined;
  const { exitCode, unexplained } = first;
  const isSame = others.every(
    (run) => JSON.stringify([run?.exitCode, run?.unexplained]) === JSON.stringify([exitCode, unexplained]),
  );
  return isSame ? { exitCode, unexplained } : undefined;
}
