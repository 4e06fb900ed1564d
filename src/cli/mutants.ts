import { MIN_KILLED, testMutants } from '../admission/mutants.ts';
import type { Probe } from '../admission/observe.ts';
import type { Problem } from '../errors.ts';
import { countOf } from '../text/count.ts';

/** Prints what became of the mutants of a task's gold, and returns what is wrong with its hidden tests. */
export async function reportMutants(probe: Probe, max: number): Promise<Problem[]> {
  const { task } = probe.prepared;
  const { killed, survived, stillborn, goldFails } = await testMutants(probe, max);
  if (goldFails) {
    const problem = 'the gold does not resolve the task, so that its mutants say nothing';
    return [{ code: 'TASK_GOLD_FAILS', place: task.file, problem, fix: 'see `gymkhana task check`' }];
  }
  const lived = killed.length + survived.length;
  console.log(`      ${task.id}: ${killed.length}/${lived} mutants killed, ${stillborn.length} stillborn`);
  for (const { file, line, column, kind, before, after } of survived) {
    const change = `${JSON.stringify(before)} became ${JSON.stringify(after)}`;
    console.log(`      survived ${file}:${line}:${column} ${kind}: ${change}`);
  }
  if (lived > 0 && killed.length / lived >= MIN_KILLED) return [];
  const problem =
    lived === 0
      ? 'the gold has no line that could be mutated'
      : `the hidden tests catch ${killed.length} of ${countOf(lived, 'mutant')} of the gold, fewer than ${MIN_KILLED * 100} %`;
  const fix = 'add hidden tests for what the instruction asks and the survivors get wrong';
  return [{ code: 'TASK_MUTANTS_SURVIVE', place: task.file, problem, fix }];
}
