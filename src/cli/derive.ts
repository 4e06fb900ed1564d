import { type Derivation, deriveExpectations } from '../admission/derive.ts';
import type { Probe } from '../admission/observe.ts';
import { writeDerived } from '../admission/write-derived.ts';
import type { Problem } from '../errors.ts';
import { testsOf } from '../task/verifiers/kinds.ts';
import { visibleText } from '../trajectory/visible.ts';
import type { TestsResult } from '../verify/tests.ts';

/** Writes what could be learnt, prints it, and returns what is wrong: of a verifier that failed nothing is written. */
export async function derive(probe: Probe, verbose: boolean): Promise<Problem[]> {
  const { task } = probe.prepared;
  const derivations: Derivation[] = [];
  for (const spec of testsOf(task)) derivations.push(await deriveExpectations(probe, spec));
  const usable = derivations.filter(({ problem }) => problem === null);
  probe.signal.throwIfAborted();
  const lists = usable.map(({ spec, failToPass, passToPass }) => [spec.id, { failToPass, passToPass }] as const);
  await writeDerived(task.file, new Map(lists));
  for (const derivation of usable) printLists(task.id, derivation);
  if (verbose) derivations.forEach(printOutputs);
  return derivations.flatMap((derivation) => findProblems(task.file, derivation, verbose));
}

function printLists(task: string, { spec, failToPass, passToPass, red }: Derivation): void {
  console.log(`${task} ${spec.id}: ${failToPass.length} fail to pass, ${passToPass.length} pass to pass`);
  for (const id of red) console.log(`  left out, red after the gold: ${visibleText(id)}`);
}

function findProblems(file: string, { spec, flaky, problem }: Derivation, verbose: boolean): Problem[] {
  if (problem !== null) {
    const more = verbose ? '' : ', or see all of the output with `--verbose`';
    const fix = `nothing is written for ${spec.id}: mend the tests, their command or the gold${more}`;
    return [{ code: 'TASK_GOLD_FAILS', place: file, problem, fix }];
  }
  return flaky.map((id) => ({
    code: 'TASK_FLAKY',
    place: file,
    problem: `${id} does not say the same every time and is left out`,
    fix: 'make it deterministic',
  }));
}

function printOutputs({ spec, before, after }: Derivation): void {
  printOutput(`${spec.id} before the gold`, before[0]);
  printOutput(`${spec.id} after the gold`, after.find(({ detail }) => detail.tests.length === 0) ?? after[0]);
}

/** Bounded by what is kept of a run; nothing in it reaches the terminal as it is. */
function printOutput(what: string, result: TestsResult | undefined): void {
  if (!result) return;
  const { exitCode, seconds, stdout, stderr } = result.detail;
  console.error(`${what}: ${exitCode === null ? 'out of time' : `exit ${exitCode}`} after ${seconds.toFixed(1)} s`);
  for (const text of [stdout, stderr]) {
    if (text.trim() !== '') console.error(visibleText(text.trimEnd()).replaceAll(/^/gm, '  '));
  }
}
