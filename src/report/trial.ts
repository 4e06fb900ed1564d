import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { verdictOf } from '../journal/fold.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import type { Event } from '../trajectory/event.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { renderTrajectory } from '../trajectory/render.ts';
import { visibleLine, visibleText } from '../trajectory/visible.ts';

export type TrialStory = { state: TrialState; events: Event[]; patch: string | null };

/** What journal and files say of one trial. Errors TRIAL_NOT_FOUND. */
export async function readTrial({
  journal,
  folder,
  id,
}: {
  journal: string;
  folder: string;
  id: string;
}): Promise<TrialStory> {
  const state = (await loadTrials(journal)).get(id);
  if (!state) {
    const problem = 'the journal of its run does not know this trial';
    throw new GymkhanaError({
      code: 'TRIAL_NOT_FOUND',
      place: folder,
      problem,
      fix: '`gymkhana show RUN/` lists those that it knows',
    });
  }
  if (!state.submitted) return { state, events: [], patch: null };
  const { trajectory, submission } = state.submitted;
  const patch = await readPatch(join(folder, submission, '..', 'patch.diff'));
  return { state, events: await readTrajectory(join(folder, trajectory)), patch };
}

/** It is on disk before the journal says so: where it is missing, somebody took it away. */
async function readPatch(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const fix = "restore the run's folder, or run the trial again";
    throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: file, problem: 'there is no patch', fix });
  }
}

/** For people: what came of the trial first, then how. Everything an agent wrote is made harmless for a terminal. */
export function renderTrial({ state, events, patch }: TrialStory): string {
  const sections = [header(state), renderTrajectory(events).trimEnd()];
  if (patch !== null) sections.push(`Patch\n${indent(visibleText(patch.trimEnd()) || '(nothing changed)')}`);
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function header(state: TrialState): string {
  const { planned, submitted, scored, failures, invalid } = state;
  const lines = [
    ['trial', state.trial],
    ['task', planned?.task],
    ['entry', planned && `${planned.entry}, attempt ${planned.attempt}, seed ${planned.seed}`],
    ['limits', planned && `${planned.limits.turns} turns, ${planned.limits.minutes} minutes`],
    ['verdict', verdictOf(state) ?? 'none yet'],
    ['reward', scored && `${scored.outcome.reward}`],
    ['stop', submitted?.stop],
    ['used', submitted && `${submitted.usage.turns} turns, ${submitted.usage.seconds.toFixed(1)} s`],
    ...(submitted?.parents ?? []).map((parent) => ['from', parentLine(parent)]),
    ['sandbox', submitted?.sandbox.kind],
    ['image', submitted?.sandbox.image],
    ['held', submitted && enforcement(submitted.sandbox.enforcement)],
    ...(scored?.scores ?? []).map(({ id, value, reason, assurance, detail }) => [
      `score ${id}`,
      `${value} (${assurance})${reason ? `: ${visibleLine(reason)}` : ''}; ${detail}`,
    ]),
    ...failures.map(({ phase, cause, ids }) => ['infra error', `try ${ids.try}, ${phase}: ${visibleLine(cause)}`]),
    ['invalid', invalid],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${String(name).padEnd(12)} ${value}`] : [])).join('\n');
}

type Parent = NonNullable<NonNullable<TrialState['submitted']>['parents']>[number];

function parentLine({ how, run, trial, try: tryNumber, turn }: Parent): string {
  const rollout = `${run === undefined ? '' : `${visibleLine(run)}/`}${trial}, try ${tryNumber}`;
  return how === 'prefix'
    ? `the first ${turn} turns of the rollout of ${rollout}`
    : `the files as they were after turn ${turn} of ${rollout}; its history was told`;
}

function enforcement(limits: Record<string, string>): string {
  return Object.entries(limits)
    .map(([name, how]) => `${name} ${how}`)
    .join(', ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
