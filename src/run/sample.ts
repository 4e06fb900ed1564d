import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPurse, type Purse } from '../budget/purse.ts';
import { writeDurably } from '../files.ts';
import type { TrialState } from '../journal/record.ts';
import type { Field } from '../strategy/candidate.ts';
import { type Contender, gatherField, type Spent } from '../strategy/gather.ts';
import { pick } from '../strategy/select/pick.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { renderTrajectory } from '../trajectory/render.ts';
import { encodeSubmission, loadSubmission } from '../workspace/change.ts';
import { JUDGE_KEY, openCandidateJudge } from './candidate-judge.ts';
import { laneOf } from './lane.ts';
import { tryPhase } from './phase.ts';
import { PATCH } from './rollout.ts';
import { benchOf, type SampleContext } from './sample-context.ts';
import { nthSeed } from './seed.ts';
import { writeTests } from './test-writer.ts';
import { endWithout, rollOutLane, type Submitted, scoreLane, type TrialContext, type TrialEnd } from './trial.ts';

/** What a rule knew when it picked, in the trial's folder. */
export const FIELD = 'candidates.json';

/**
 * A trial of several rollouts: all are made, one is picked without the hidden tests, then all are graded, so that other
 * rules can be compared without running an agent again. From wherever the journal left it.
 */
export async function runSampleTrial(asked: SampleContext, before: TrialState | undefined): Promise<TrialEnd> {
  const { context, purse } = withPurse(asked, before);
  const made = await makeCandidates(context, purse, before);
  if ('cause' in made) return endWithout(made.cause);
  const picked = before?.picked ?? (await pickOne(context, purse, made, before));
  if ('cause' in picked) return endWithout(picked.cause);
  return gradeAll(context, made, picked.rollout, before);
}

/** One budget for all that is asked of models: what is journalled is spent. */
function withPurse(asked: SampleContext, before: TrialState | undefined): { context: SampleContext; purse: Purse } {
  const purse = createPurse(asked.plan.limits);
  const spend = (record: object) => {
    const { usage } = record as { usage?: Submitted['usage'] };
    if (usage?.model) purse.spend(usage.model);
  };
  const { candidates = [], failures = [], charges = [] } = before ?? {};
  // What its judge had used it counts itself, from the answers that are kept.
  const charged = charges.filter(({ key }) => key !== JUDGE_KEY);
  for (const record of [...candidates.map(({ submitted }) => submitted), ...failures, ...charged]) spend(record);
  const append: TrialContext['append'] = (record) => {
    spend(record);
    return asked.append(record);
  };
  return { context: { ...asked, append }, purse };
}

/** One after the other, as a trial has one sandbox at a time; fewer than asked for where the budget is used up. */
async function makeCandidates(
  context: SampleContext,
  purse: Purse,
  before: TrialState | undefined,
): Promise<Submitted[] | { cause: string }> {
  const made: Submitted[] = [];
  for (let rollout = 1; rollout <= context.strategy.candidates; rollout += 1) {
    const known = before?.candidates.find((candidate) => candidate.rollout === rollout)?.submitted;
    const limits = purse.left();
    if (!known && !limits) break;
    const submitted = known ?? (await rollOutLane(asCandidate(context, rollout, limits), laneOf(rollout), before));
    if ('cause' in submitted) return submitted;
    made.push(submitted);
  }
  return made.length > 0 ? made : { cause: 'the budget of the trial was used up before it had a candidate' };
}

function asCandidate(context: SampleContext, rollout: number, limits: ReturnType<Purse['left']>): TrialContext {
  const seed = nthSeed(context.plan.seed, rollout);
  const cast = async () => {
    const found = await context.cast(rollout);
    return { ...found, plan: { ...found.plan, seed, ...(limits && { limits }) } };
  };
  return { ...context, cast };
}

async function pickOne(
  context: SampleContext,
  purse: Purse,
  made: readonly Submitted[],
  before: TrialState | undefined,
): Promise<{ rollout: number } | { cause: string }> {
  const { strategy, plan, folder, append } = context;
  const tests = strategy.tests ? await writeTests(context, strategy.tests, purse, before) : null;
  if (tests && 'cause' in tests) return tests;
  return tryPhase(context, { phase: 'pick', rollout: 1, firstTry: 1 }, async () => {
    const contenders = await Promise.all(made.map((submitted) => loadContender(folder, submitted)));
    await using judge = await openCandidateJudge(context, purse);
    const known = await gatherField(contenders, {
      bench: benchOf(context, 'try'),
      tests: tests?.written ?? null,
      judge: judge && { ask: judge, pairs: strategy.judge?.pairs ?? false },
    });
    await judge?.charge();
    const field: Field = { v: 1, ...known, tests: (tests?.written ?? []).map(({ script: _, ...test }) => test) };
    field.missing.unshift(...(tests?.missing ?? []));
    await writeDurably(join(folder, FIELD), `${JSON.stringify(field, null, 1)}\n`);
    const { rollout } = pick(strategy.select, field, plan.seed);
    await append({ type: 'picked', trial: plan.id, rollout, rule: strategy.select, candidates: FIELD });
    return { rollout };
  });
}

async function loadContender(folder: string, submitted: Submitted): Promise<Contender> {
  const { ids, submission, trajectory } = submitted;
  const change = await loadSubmission(join(folder, submission));
  const patch = await readFile(join(folder, submission, '..', PATCH), 'utf8');
  const events = await readTrajectory(join(folder, trajectory));
  // Not of the patch: it only names what is no text. Nor of times: equal changes are made at any time.
  const files = change.files.map(({ mtime: _, ...file }) => file);
  const digest = createHash('sha256')
    .update(encodeSubmission({ files, deleted: change.deleted }, []))
    .digest('hex');
  const spent = spentOn(submitted);
  return { rollout: ids.rollout, change, patch, digest, trajectory: renderTrajectory(events), spent };
}

function spentOn({ usage: { turns, seconds, model }, parents = [], sampling }: Submitted): Spent {
  const { costUsd = null, ...tokens } = model ?? {};
  const spent = { tokens: model ? (tokens as Spent['tokens']) : null, costUsd, sampling: sampling ?? null };
  return { turns, seconds, parents, ...spent };
}

/** The picked one first: its verdict is the trial's. */
async function gradeAll(
  context: SampleContext,
  made: readonly Submitted[],
  picked: number,
  before: TrialState | undefined,
): Promise<TrialEnd> {
  const order = made.toSorted((a, b) => Number(b.ids.rollout === picked) - Number(a.ids.rollout === picked));
  let end = endWithout('the rollout that was picked is not there');
  for (const submitted of order) {
    const { rollout } = submitted.ids;
    const scored = before?.candidates.find((candidate) => candidate.rollout === rollout)?.scored;
    const isDone = scored?.outcome.verdict != null;
    const { stop } = submitted;
    const own = isDone
      ? { outcome: scored.outcome, stop, cause: null, submitted }
      : await scoreLane(context, laneOf(rollout), submitted, scored?.generation);
    if (rollout === picked) end = own;
  }
  return end;
}
