import { stringify } from 'yaml';
import type { TrialPlan } from './plan.ts';
import type { RunSpec } from './spec.ts';

/**
 * What a run would do, with every default resolved: YAML, for people and scripts. `sandboxes` is how many there are at a
 * time where the plan does not say. Pure.
 */
export function renderPlan(spec: RunSpec, plans: readonly TrialPlan[], sandboxes: number): string {
  const runner = { ...spec.runner, concurrency: spec.runner.concurrency ?? { sandboxes } };
  const plan = { ...spec, runner, trials: plans.map(describeTrial) };
  return `${remarks(spec)}${stringify(plan, { lineWidth: 0, aliasDuplicateObjects: false })}`;
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
