import { stringify } from 'yaml';
import type { TrialPlan } from './plan.ts';
import type { RunSpec } from './spec.ts';

/** Of the tasks and the trials of a plan. */
const MAX_SHOWN = 10;

/**
 * What a run would do, with every default resolved: YAML, for people and scripts. `sandboxes` is how many there are at a
 * time where the plan does not say. A long plan is counted and begun, unless it is `verbose`. Pure.
 */
export function renderPlan(
  spec: RunSpec,
  plans: readonly TrialPlan[],
  { sandboxes, verbose }: { sandboxes: number; verbose: boolean },
): string {
  const runner = { ...spec.runner, concurrency: spec.runner.concurrency ?? { sandboxes } };
  const total = countsOf(spec, plans);
  const most = verbose ? Number.POSITIVE_INFINITY : MAX_SHOWN;
  const tasks = spec.tasks.slice(0, most);
  const plan = { total, ...spec, tasks, runner, trials: plans.slice(0, most).map(describeTrial) };
  const cut =
    plan.trials.length < plans.length ? `# The first ${MAX_SHOWN} tasks and trials; --verbose prints all.\n` : '';
  return `${remarks(spec)}${cut}${stringify(plan, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function countsOf({ tasks, entries }: RunSpec, plans: readonly TrialPlan[]) {
  const attempts = Math.max(0, ...new Set(plans.map(({ attempt }) => attempt)));
  return { tasks: tasks.length, entries: entries.length, attempts, trials: plans.length };
}

function describeTrial({ id, task, entry, attempt, seed, limits, resources }: TrialPlan) {
  const { image, network } = task;
  return { id, task: task.id, entry: entry.name, attempt, seed, image, network, limits, resources };
}

function remarks({ runner, entries }: RunSpec): string {
  const lines = [
    'A plan: nothing has run. Under `trials` stands what holds for each: its limits come from the command line,',
    'else from the runner, else from the task; its resources are the larger of what runner and task say.',
  ];
  if (runner.sandbox === 'auto') {
    lines.push('`sandbox: auto` is settled when the run starts: docker where an engine answers, else namespace.');
  }
  if (entries.some(({ turns }) => turns === null)) lines.push("`turns: null`: each task's own limit.");
  return lines.map((line) => `# ${line}\n`).join('');
}
