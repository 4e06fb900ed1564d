import type { Problem } from '../errors.ts';
import { findUnderived } from '../run/derived.ts';
import type { TestsSpec } from '../task/task.ts';
import { visibleLine } from '../trajectory/visible.ts';
import type { TestsResult } from '../verify/tests.ts';
import { findLeaks } from './leaks.ts';
import { flakyIds, observe, type Probe, runTests, UNTOUCHED } from './observe.ts';

/**
 * How often the gold is scored as a submission is. Of two tests that depend on each other one is turned in a run where
 * the other is not once in two times, so they are missed once in eight.
 */
const SCORINGS = 3;

/**
 * Whether a task is fit to judge agents by: the gold resolves every time and an untouched workspace never does, no test
 * is flaky, the visible tests are as declared, and the instruction holds no line of the gold. Returns what is wrong.
 */
export async function checkTask(probe: Probe): Promise<Problem[]> {
  const { task } = probe.prepared;
  const underived = findUnderived(task);
  if (underived.length > 0) return [...checkLeaks(probe), ...underived];
  const found = await Promise.all([checkVisible(probe), ...task.verify.map((spec) => checkHidden(probe, spec))]);
  return [...checkLeaks(probe), ...found.flat()];
}

function checkLeaks({ prepared: { task, hidden } }: Probe): Problem[] {
  return findLeaks(task.instruction, hidden.gold).map(({ line, text }) => ({
    code: 'TASK_GOLD_LEAKS',
    place: `${task.instructionFile}:${line}`,
    problem: `a line of the gold stands here: ${JSON.stringify(text)}`,
    fix: 'say what should happen, not how',
  }));
}

async function checkHidden(probe: Probe, spec: TestsSpec): Promise<Problem[]> {
  const { task, hidden, gold } = probe.prepared;
  const tests = hidden.tests.get(spec.id) ?? [];
  const [before, after, asScored] = await Promise.all([
    observe(probe, spec, tests, UNTOUCHED),
    observe(probe, spec, tests, gold),
    Promise.all(
      Array.from({ length: Math.min(SCORINGS, probe.repeats) }, () => runTests(probe, spec, tests, gold, true)),
    ),
  ]);
  const flaky = [...new Set([...flakyIds(before.observations), ...flakyIds(after.observations)])].sort();
  if (flaky.length > 0) return [flakyProblem(task.file, 'hidden', flaky)];
  return [...goldProblems(task.file, after.results, asScored), ...noopProblems(task.file, before.results)];
}

function flakyProblem(place: string, which: 'hidden' | 'visible', ids: string[]): Problem {
  const [tests, them] = ids.length === 1 ? ['test does', 'it'] : ['tests do', 'them'];
  const problem = `${ids.length} ${which} ${tests} not say the same every time: ${ids.join(', ')}`;
  const derive = which === 'hidden' ? ', then `gymkhana task derive`' : '';
  return { code: 'TASK_FLAKY', place, problem, fix: `make ${them} deterministic${derive}` };
}

function goldProblems(place: string, plain: TestsResult[], asScored: TestsResult[]): Problem[] {
  const failing = [...plain, ...asScored].find(({ score }) => score.value !== 1 || score.tampered);
  if (!failing) return [];
  const code = 'TASK_GOLD_FAILS';
  if (!asScored.includes(failing)) {
    const fix = 'mend the gold or the hidden tests, then `gymkhana task derive`';
    return [{ code, place, problem: `the gold does not resolve the task: ${whyOf(failing)}`, fix }];
  }
  const problem = `the gold does not resolve the task once some tests expect what is wrong: ${whyOf(failing)}`;
  return [{ code, place, problem, fix: 'let each hidden test run and judge alone, whatever another one left behind' }];
}

function noopProblems(place: string, results: TestsResult[]): Problem[] {
  if (!results.some(({ score }) => score.value === 1)) return [];
  const problem = 'an untouched workspace resolves the task';
  return [{ code: 'TASK_NOOP_PASSES', place, problem, fix: 'add a hidden test that fails before the gold' }];
}

/** The tests that an agent sees, on the base: red where the task says so and nowhere else. */
async function checkVisible(probe: Probe): Promise<Problem[]> {
  const { task } = probe.prepared;
  const { command, report, failing } = task.devTests;
  const spec: TestsSpec = {
    id: 'visible',
    kind: 'tests',
    command,
    report,
    minutes: 5,
    protect: [],
    failToPass: [],
    passToPass: [],
    policy: 'strict',
  };
  const { observations, results } = await observe(probe, spec, [], UNTOUCHED);
  const mismatch = (problem: string): Problem => ({
    code: 'TASK_VISIBLE_MISMATCH',
    place: task.file,
    problem,
    fix: 'list in devTests.failing exactly the visible tests that are red',
  });
  if (observations.size === 0)
    return [mismatch(`the visible tests report nothing: ${results[0] ? whyOf(results[0]) : 'they did not run'}`)];
  const flaky = flakyIds(observations).sort();
  if (flaky.length > 0) return [flakyProblem(task.file, 'visible', flaky)];
  const red = [...observations].filter(([, runs]) => runs[0] === 'failed' || runs[0] === 'error');
  const unsaid = red.map(([id]) => id).filter((id) => !failing.includes(id));
  const notRed = failing.filter((id) => !red.some(([other]) => other === id));
  return [
    ...unsaid.map((id) => mismatch(`the visible test ${id} fails and is not declared to`)),
    ...notRed.map((id) => mismatch(`the visible test ${id} is declared to fail and does not`)),
  ];
}

/** The reason, and what the command said last where it got no report out: an import that fails says so there. */
function whyOf({ score, detail }: TestsResult): string {
  const reason = score.reason ?? 'unresolved';
  if (detail.tests.some(({ status }) => status !== 'missing')) return reason;
  const said = (detail.stderr.trim() || detail.stdout.trim()).split('\n').slice(-3).join(' | ');
  return said ? `${reason}; the command said: ${visibleLine(said).slice(0, 400)}` : reason;
}
