import type { Problem } from '../errors.ts';
import { findUnderived } from '../run/derived.ts';
import { testsOf } from '../task/verifiers/kinds.ts';
import { checkVerifiers } from './check-verifiers.ts';
import { checkVisible } from './check-visible.ts';
import { deriveExpectations } from './derive.ts';
import { flakyProblem } from './findings.ts';
import { findLeaks } from './leaks.ts';
import type { Probe } from './observe.ts';

/**
 * Whether a task is fit to judge agents by: the gold resolves every time and an untouched workspace never does, nothing
 * is flaky, the visible tests are as declared, and the instruction holds no line of the gold. Returns what is wrong.
 */
export async function checkTask(probe: Probe): Promise<Problem[]> {
  const underived = findUnderived(probe.prepared.task);
  if (underived.length > 0) return [...checkLeaks(probe), ...(await checkUnderived(probe, underived))];
  const found = await Promise.all([checkVisible(probe), checkVerifiers(probe)]);
  return [...checkLeaks(probe), ...found.flat()];
}

/** As far as it can be told without what the tests must do: the visible tests, and what hides from `task derive`. */
async function checkUnderived(probe: Probe, underived: Problem[]): Promise<Problem[]> {
  const { file, ...task } = probe.prepared.task;
  const specs = testsOf(task).filter(({ failToPass, passToPass }) => failToPass.length + passToPass.length === 0);
  const [visible, ...derivations] = await Promise.all([
    checkVisible(probe),
    ...specs.map((spec) => deriveExpectations(probe, spec)),
  ]);
  const hidden = derivations.flatMap(({ problem, flaky }): Problem[] => {
    if (problem === null) return flaky.length > 0 ? [flakyProblem(file, 'hidden', flaky)] : [];
    return [{ code: 'TASK_GOLD_FAILS', place: file, problem, fix: 'mend the tests, their command or the gold' }];
  });
  return [...visible, ...hidden, ...underived];
}

function checkLeaks({ prepared: { task, hidden } }: Probe): Problem[] {
  return findLeaks(task.instruction, hidden.gold).map(({ line, text }) => ({
    code: 'TASK_GOLD_LEAKS',
    place: `${task.instructionFile}:${line}`,
    problem: `a line of the gold stands here: ${JSON.stringify(text)}`,
    fix: 'say what should happen, not how',
  }));
}
