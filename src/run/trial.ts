import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordBody, TrialState, Usage } from '../journal/record.ts';
import { watchCpuPressure } from '../machine/cpu-pressure.ts';
import type { Outcome, Stop } from '../outcome/outcome.ts';
import { currentOwner } from '../owner.ts';
import type { SandboxKind, SandboxSpec, Software } from '../sandbox/contract.ts';
import { loadSubmission } from '../workspace/change.ts';
import { type Ahead, createAhead } from './ahead.ts';
import type { Cast } from './cast.ts';
import { judgingOf } from './judging.ts';
import { type Lane, ONLY } from './lane.ts';
import type { OpenedModel } from './model-session.ts';
import { agentPhase, paidFile, tryPhase } from './phase.ts';
import type { TrialPlan } from './plan.ts';
import type { PreparedTask } from './prepared-task.ts';
import { type RolloutStart, runRollout } from './rollout.ts';
import { keepScores, openVerifierSandbox, verifySubmission } from './score.ts';
import { servePrefix } from './serve.ts';
import type { RunSpec } from './spec.ts';
import { createStopwatch } from './stopwatch.ts';

/** What scoring a trial takes. */
export type ScoreContext = {
  kind: SandboxKind;
  plan: TrialPlan;
  prepared: PreparedTask;
  retries: number;
  /** The model that judges, null where none was named. */
  judge: OpenedModel | null;
  /** Of this trial: runs/<id>/trials/<trial>. */
  folder: string;
  append(record: RecordBody): Promise<unknown>;
  signal: AbortSignal;
};
export type TrialContext = ScoreContext & {
  /** Who acts in a rollout: asked anew for each try. */
  cast(rollout: number): Promise<Cast>;
  /** What the agent finds installed. */
  software: Software | null;
  tellAgent: boolean;
  checkpoints: boolean;
  fork: Fork | null;
  /** Tells people something at once. */
  say(text: string): void;
};

/** Where the rollouts of a fork begin. */
export type Fork = RolloutStart & { origin: NonNullable<RunSpec['fork']> };

export type Submitted = Extract<RecordBody, { type: 'submitted' }>;

/** What became of a trial, null when it was cancelled or every try met an infra error. */
export type TrialEnd = {
  outcome: Outcome | null;
  stop: Stop | null;
  cause: string | null;
  submitted: Submitted | null;
};

/**
 * Takes a trial from where the journal left it to its verdict: a rollout where there is no submission yet, then a
 * verification where there is no score. An infra error is journalled and tried again, each phase `retries` times;
 * a dead verification never reruns an agent.
 */
export async function runTrial(context: TrialContext, before: TrialState | undefined): Promise<TrialEnd> {
  const newest = before?.scored?.generation;
  await using ahead = aheadOf(context, newest);
  const submitted = before?.submitted ?? (await rollOutLane(context, ONLY, before, ahead));
  if ('cause' in submitted) return endWithout(submitted.cause);
  // Awaited: at the end of this function nobody needs it any more.
  return await scoreLane(context, ONLY, submitted, newest, ahead);
}

/** One rollout of a trial, tried until it submits or the tries are used up; then `ahead` is on its way. */
export function rollOutLane(
  context: TrialContext,
  lane: Lane,
  before: Pick<TrialState, 'tries'> | undefined,
  ahead?: Ahead,
): Promise<Submitted | { cause: string }> {
  return tryPhase(context, agentPhase(context, lane, before), (n, onUsed) =>
    rollOut(context, lane, n, { onUsed, ahead }),
  );
}

/** The rollout of another trial that serves this one; `submitted` null where it met infra errors alone. */
export type Server = { trial: string; submitted: Submitted | null; folder: string };

/**
 * The same for a trial whose rollout is the beginning of another one's, which has ended. One that came to nothing serves
 * nobody: that is journalled as an infra error, and a resume tries both again.
 */
export async function runServedTrial(
  context: ScoreContext,
  before: TrialState | undefined,
  server: Server,
): Promise<TrialEnd> {
  const { plan, folder, append, signal } = context;
  if (before?.submitted) return scoreLane(context, ONLY, before.submitted, before.scored?.generation);
  if (signal.aborted) return endWithout('cancelled');
  if (!server.submitted) {
    const cause = `its rollout is the beginning of that of ${server.trial}, which came to nothing`;
    const ids = { trial: plan.id, rollout: 1, try: (before?.failures.length ?? 0) + 1 };
    await append({ type: 'failed', ids, phase: 'agent', cause });
    return endWithout(cause);
  }
  const submitted = await servePrefix(plan, { folder, from: server.submitted, fromFolder: server.folder });
  await append(submitted);
  return scoreLane(context, ONLY, submitted, before?.scored?.generation);
}

/** A trial that came to nothing. */
export function endWithout(cause: string): TrialEnd {
  return { outcome: null, stop: null, cause, submitted: null };
}

/** Verifies a submission, as the generation after `newest`. */
export async function scoreLane(
  context: ScoreContext,
  lane: Lane,
  submitted: Submitted,
  newest = 0,
  ahead?: Ahead,
): Promise<TrialEnd> {
  const { stop, ids } = submitted;
  const at = { phase: 'verify', rollout: lane.rollout, firstTry: ids.try } as const;
  const scored = await tryPhase(context, at, () => score(context, lane, submitted, { generation: newest + 1, ahead }));
  if ('cause' in scored) return { outcome: null, stop, cause: scored.cause, submitted };
  return { outcome: scored, stop, cause: null, submitted };
}

async function rollOut(
  context: TrialContext,
  lane: Lane,
  tryNumber: number,
  { onUsed, ahead }: { onUsed(usage: Usage): void; ahead: Ahead | undefined },
): Promise<Submitted> {
  const { prepared, software, tellAgent, checkpoints, fork, folder, append, signal, kind } = context;
  const paid = paidFile(folder, lane);
  const ids = { trial: context.plan.id, rollout: lane.rollout, try: tryNumber };
  await append({ type: 'started', ids, owner: currentOwner() });
  const place = lane.folderOf(tryNumber);
  const { plan, agent, model, answers, parent } = await context.cast(lane.rollout);
  const parents = [...(fork ? [parentOf(fork)] : []), ...(parent ? [parent] : [])];
  const rollout = await runRollout({
    plan,
    agent,
    model,
    recorded: answers,
    tellAgent,
    checkpoints,
    start: fork,
    folder: join(folder, place),
    manifest: context.prepared.layer.manifest,
    openSandbox: (more) =>
      kind.open({ ...sandboxSpec(context, 'agent', lane.partOf(tryNumber)), ...(software && { software }), ...more }),
    paid,
    onUsed,
    say: context.say,
    // While what the agent left is read and kept.
    onKilled: () => (signal.aborted ? undefined : ahead?.begin()),
    signal,
  }).catch(async (error) => {
    // The next try may take long, and has its own.
    await ahead?.drop();
    throw error;
  });
  signal.throwIfAborted();
  const record: Submitted = {
    type: 'submitted',
    ids,
    stop: rollout.stop,
    usage: rollout.usage,
    submission: join(place, rollout.submission),
    trajectory: join(place, rollout.trajectory),
    sandbox: { kind: kind.name, image: prepared.image.id, enforcement: rollout.enforcement },
    ...(parents.length > 0 && { parents }),
    ...rollout.facts,
    phases: { image: prepared.seconds, ...rollout.facts.phases },
  };
  await append(record);
  await rm(paid, { force: true });
  return record;
}

function parentOf({ origin: { tree: _, ...origin } }: Fork): NonNullable<Submitted['parents']>[number] {
  return { how: 'fork', ...origin };
}

/** Verifies a submission that is on disk, and journals the scores once their details are there too. */
async function score(
  context: ScoreContext,
  lane: Lane,
  submitted: Submitted,
  { generation, ahead }: { generation: number; ahead: Ahead | undefined },
): Promise<Outcome> {
  const { prepared, folder, append, signal, kind, judge } = context;
  const watch = createStopwatch();
  const cpuPressure = watchCpuPressure();
  const verified = watch.start('verification');
  const submission = await loadSubmission(join(folder, submitted.submission));
  const verification = { ...verificationPlace(context, lane, generation), signal };
  const { trajectory } = submitted;
  const place = lane.scoresOf(generation);
  const judging = judge && judgingOf({ model: judge, folder, trajectory, place, gold: prepared.hidden.gold, signal });
  const { outcome, results } = await verifySubmission(kind, prepared, submission, { ...verification, judging, ahead });
  const scores = await keepScores(folder, place, results);
  verified();
  const facts = { phases: watch.seconds, cpuPressure: cpuPressure() };
  await append({ type: 'scored', ids: submitted.ids, generation, scores, outcome, ...facts });
  return outcome;
}

function verificationPlace(context: ScoreContext, lane: Lane, generation: number) {
  const { name } = sandboxSpec(context, 'tests', lane.partOf(generation));
  return { name, resources: context.plan.resources };
}

/** The sandbox that the verification of a trial's only rollout begins with, where it begins with tests. */
function aheadOf(context: ScoreContext, newest = 0): Ahead | undefined {
  const { kind, prepared } = context;
  const [first] = prepared.task.verify;
  if (first?.kind !== 'tests') return undefined;
  const place = { ...verificationPlace(context, ONLY, newest + 1), id: first.id, role: 'tests' } as const;
  return createAhead(() => openVerifierSandbox(kind, prepared, place));
}

/** `part` of the trial: which of its sandboxes it is. */
export function sandboxSpec({ plan, prepared }: ScoreContext, role: SandboxSpec['role'], part: string): SandboxSpec {
  const { image, layer } = prepared;
  const owner = currentOwner();
  // The process is in the name: what a killed one left behind never clashes with its successor's.
  const name = `gymkhana-${plan.id.replaceAll(/[^A-Za-z0-9_.-]/g, '-')}-${role}-${part}-${owner.pid}`;
  return { name, image, layer, resources: plan.resources, role, owner, labels: { 'gymkhana.trial': plan.id } };
}
