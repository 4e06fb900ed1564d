import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { verdictOf } from '../journal/fold.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import type { Score } from '../outcome/outcome.ts';
import { loadField } from '../strategy/candidate.ts';
import { countOf } from '../text/count.ts';
import { cutText } from '../text/cut.ts';
import { readLogTail } from '../trajectory/agent-log.ts';
import type { Event } from '../trajectory/event.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { renderTrajectory } from '../trajectory/render.ts';
import { visibleLine, visibleText } from '../trajectory/visible.ts';
import { type FailingTest, parseFailing } from './failing.ts';
import { pressureLine, secondsLine } from './measured.ts';

/** `failing` are hidden tests that kept the trial from being resolved. */
export type TrialStory = {
  state: TrialState;
  events: Event[];
  patch: string | null;
  failing: FailingTest[];
  /** What the test command printed last, where no test says more. */
  output: string[];
  missing: string[];
  /** What the agent printed last, where it failed or did not solve it. */
  log: string[];
};

/** Of a list of tests. */
const MAX_SHOWN = 10;
/** Of one line that a test or its command printed, in characters. */
const MAX_LINE = 200;

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
  if (!state.submitted) return { state, events: [], patch: null, failing: [], output: [], missing: [], log: [] };
  const { trajectory, submission } = state.submitted;
  const patch = await readPart(join(folder, submission, '..', 'patch.diff'), 'patch');
  const failing: FailingTest[] = [];
  const output: string[] = [];
  for (const { value, detail } of state.scored?.scores ?? []) {
    if (value === 1) continue;
    const found = parseFailing(await readPart(join(folder, detail), 'detail of the score'));
    failing.push(...found.tests);
    output.push(...found.output);
  }
  const missing = state.picked ? (await loadField(join(folder, state.picked.candidates))).missing : [];
  const isFine = state.submitted.stop !== 'agent_error' && verdictOf(state) === 'resolved';
  const log = isFine ? [] : await readLogTail(join(folder, submission, '..'));
  return { state, events: await readTrajectory(join(folder, trajectory)), patch, failing, output, missing, log };
}

/** It is on disk before the journal says so: where it is missing, somebody took it away. */
async function readPart(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const fix = "restore the run's folder, or run the trial again";
    throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: file, problem: `there is no ${what}`, fix });
  }
}

/**
 * For people: what came of the trial first, then how. Of the issue only its first line: the task has it. Everything an
 * agent wrote is made harmless for a terminal.
 */
export function renderTrial({ state, events, patch, failing, output, missing, log }: TrialStory): string {
  const [first, ...rest] = events;
  const isIssue = first?.type === 'message' && first.role === 'user';
  const sections = [
    rows([...result(state, { failing, output, missing, log }), ...(isIssue ? [['issue', shorten(first.text)]] : [])]),
    rows(circumstances(state)),
    renderTrajectory(isIssue ? rest : events).trimEnd(),
  ];
  if (patch !== null) sections.push(`Patch\n${indent(visibleText(patch.trimEnd()) || '(nothing changed)')}`);
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

type Row = (string | number | null | undefined)[];

function result(
  state: TrialState,
  { failing, output, missing, log }: Pick<TrialStory, 'failing' | 'output' | 'missing' | 'log'>,
): Row[] {
  const { trial, scored, submitted, failures, invalid } = state;
  const known = failing.filter(({ status }) => status !== 'turned');
  const more = known.length - MAX_SHOWN;
  const turned = failing.length - known.length;
  return [
    ['trial', trial],
    ['verdict', verdictOf(state) ?? 'none yet'],
    ['pending', scored?.outcome.pending.join(', ')],
    ...(scored?.scores ?? []).map((score) => ['reason', reasonLine(score, scored?.scores.length === 1)]),
    ...known.slice(0, MAX_SHOWN).flatMap(failingRows),
    ['', more > 0 ? `and ${more} more` : null],
    ...output.map((line, at): Row => [at === 0 ? 'printed' : '', cutText(visibleLine(line), MAX_LINE)]),
    ['turned', turned > 0 ? `${turned} more, whose expectations were changed: nothing is known of them` : null],
    ...failures.flatMap(({ phase, cause, ids, usage }) => [
      ['infra error', `try ${ids.try}, ${phase}: ${visibleLine(cause)}`],
      ['', usage && `it used ${usedLine(usage)}`],
    ]),
    ['invalid', invalid],
    ...candidateRows(state),
    ...missing.map((what) => ['missing', visibleLine(what)]),
    ['stop', submitted?.stop],
    ['used', submitted && usedLine(submitted.usage)],
    ...askedRows(submitted?.usage.model),
    ...log.map((line, at): Row => [at === 0 ? 'agent.log' : '', cutText(visibleLine(line), MAX_LINE)]),
  ];
}

/** What was not as the entry says, in requests to the model and in its answers. */
function askedRows(model: NonNullable<TrialState['submitted']>['usage']['model']): Row[] {
  const listed = (names: readonly string[] | undefined) => names && visibleLine(names.join(', '));
  return [
    ['withheld', listed(model?.withheld)],
    ['passed', listed(model?.passed)],
    ['answered by', listed(model?.otherModels)],
  ];
}

function failingRows({ id, status, message }: FailingTest): Row[] {
  const said = (message ?? '').split('\\n').find((line) => line.trim() !== '');
  return [[status, visibleLine(id)], ...(said ? [['', `  ${cutText(visibleLine(said.trim()), MAX_LINE)}`]] : [])];
}

/** Which rollout the rest is about, and what became of the others. */
function candidateRows({ candidates, picked, planned, charges }: TrialState): Row[] {
  if (planned?.candidates === undefined) return [];
  return [
    ['picked', picked ? `candidate ${picked.rollout} of ${candidates.length} by ${picked.rule}` : 'none yet'],
    ...candidates.map(({ rollout, submitted, scored }) => [
      `candidate ${rollout}`,
      `${scored?.outcome.verdict ?? 'not graded'}; ${submitted.stop}; ${usedLine(submitted.usage)}; ${submitted.submission}`,
    ]),
    ...charges.map(({ key, usage }) => [key, usedLine(usage)]),
  ];
}

function usedLine({ turns, seconds, model }: NonNullable<TrialState['submitted']>['usage']): string {
  const time = `${countOf(turns, 'turn')}, ${seconds.toFixed(1)} s`;
  if (!model) return time;
  const cost = model.costUsd === null ? '' : `, ${model.costUsd.toFixed(4)} $`;
  const isGuess = model.estimated ? ' (estimated: the provider did not tell all of it)' : '';
  return `${time}, ${model.input} tokens in, ${model.output} out${cost}${isGuess}`;
}

function circumstances({ planned, submitted, scored }: TrialState): Row[] {
  return [
    ['task', planned?.task],
    ['model', planned?.model],
    ['entry', planned && `${planned.entry}, attempt ${planned.attempt}, seed ${planned.seed}`],
    ['limits', planned && `${countOf(planned.limits.turns, 'turn')}, ${countOf(planned.limits.minutes, 'minute')}`],
    ['reward', scored && `${scored.outcome.reward}`],
    ...(scored?.scores ?? []).map((score) => [`score ${score.id}`, scoreLine(score)]),
    ...(submitted?.parents ?? []).map((parent) => ['from', parentLine(parent)]),
    ['seconds', secondsLine(submitted, scored)],
    ['cpu pressure', pressureLine(submitted, scored)],
    ['sandbox', submitted?.sandbox.kind],
    ['image', submitted?.sandbox.image.replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/, '$1')],
    ['held', submitted && enforcement(submitted.sandbox.enforcement)],
  ];
}

function reasonLine({ id, reason }: Score, isOnly: boolean): string | undefined {
  return reason && (isOnly ? visibleLine(reason) : `${id}: ${visibleLine(reason)}`);
}

function scoreLine({ value, assurance, watched, detail, model, usage }: Score): string {
  const cost = usage?.costUsd === null || !usage ? '' : `, ${usage.costUsd.toFixed(4)} $`;
  const used = usage ? `; ${countOf(usage.calls, 'call')}, ${usage.input} tokens in, ${usage.output} out${cost}` : '';
  const about = [assurance, watched && `${watched.tests} of ${watched.of} watched`, model && visibleLine(model)];
  const shown = value === null ? value : Number(value.toFixed(4));
  return `${shown} (${about.filter(Boolean).join(', ')})${used}; ${detail}`;
}

function rows(all: readonly Row[]): string {
  const told = all.filter(([, value]) => value);
  const width = Math.max(12, ...told.map(([name]) => String(name).length));
  return told.map(([name, value]) => `${String(name).padEnd(width)} ${value}`).join('\n');
}

/** The first line of a text without its mark of a heading. */
function shorten(text: string): string {
  const lines = text.trim().split('\n');
  const first = visibleLine((lines[0] ?? '').replace(/^#+ /, ''));
  return lines.length > 1 ? `${first} (and more; see the task)` : first;
}

type Parent = NonNullable<NonNullable<TrialState['submitted']>['parents']>[number];

function parentLine({ how, run, trial, try: tryNumber, turn }: Parent): string {
  const rollout = `${run === undefined ? '' : `${visibleLine(run)}/`}${trial}, try ${tryNumber}`;
  switch (how) {
    case 'prefix':
      return `the first ${countOf(turn, 'turn')} of the rollout of ${rollout}`;
    case 'fork':
      return `the files as they were after turn ${turn} of ${rollout}; its history was told`;
    case 'actions':
      return `${rollout}, whose tool calls were made again`;
    case 'model':
      return `${rollout}, whose model's answers were given again`;
  }
}

function enforcement(limits: Record<string, string>): string {
  return Object.entries(limits)
    .map(([name, how]) => `${name} ${how}`)
    .join(', ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
