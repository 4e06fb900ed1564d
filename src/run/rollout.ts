import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agent, AgentContext, Brief, Exit, Inside } from '../agent/agent.ts';
import { renderBrief } from '../agent/brief.ts';
import { type AgentLog, openAgentLog } from '../agent/log.ts';
import type { ModelLimit } from '../budget/ledger.ts';
import { limitsSentence } from '../budget/limits.ts';
import { createMeter, followTurns } from '../budget/meter.ts';
import { GymkhanaError, hasCode } from '../errors.ts';
import { writeDurably } from '../files.ts';
import type { Recording } from '../gateway/recorded.ts';
import type { RecordBody, Usage } from '../journal/record.ts';
import { watchCpuPressure } from '../machine/cpu-pressure.ts';
import type { Stop } from '../outcome/outcome.ts';
import type { Enforcement, Layer, Sandbox, SandboxSpec } from '../sandbox/contract.ts';
import { endedBy } from '../sandbox/death.ts';
import { createToolbox } from '../tools/metered-toolbox.ts';
import { Stopped } from '../tools/stopped.ts';
import { AGENT_LOG } from '../trajectory/agent-log.ts';
import { type Bodies, openBodies } from '../trajectory/bodies.ts';
import { countCalls } from '../trajectory/count-calls.ts';
import { openRecorder, type Recorder } from '../trajectory/recorder.ts';
import { visibleLine } from '../trajectory/visible.ts';
import { type Change, encodeSubmission } from '../workspace/change.ts';
import { type CheckpointStore, openCheckpointStore } from '../workspace/checkpoint.ts';
import { renderPatch } from '../workspace/render-patch.ts';
import { collectLogs } from './collect-logs.ts';
import { createDoors } from './doors.ts';
import { createEnding } from './ending.ts';
import { previewLeftOut } from './left-out.ts';
import { accessOf, type OpenedModel, openModelSession, usageOf } from './model-session.ts';
import type { TrialPlan } from './plan.ts';
import { createStopwatch } from './stopwatch.ts';

/** Bounds on what a rollout may leave behind; what is over them is left out by name. */
export const EXPORT_BUDGET = { maxBytes: 32 * 1024 * 1024, maxEntries: 20_000, maxDepth: 64, maxPathBytes: 1024 };

export type Rollout = {
  stop: Stop;
  usage: Usage;
  /** File names in the rollout's folder. */
  submission: string;
  trajectory: string;
  enforcement: Enforcement;
  facts: RolloutFacts;
};

type Submitted = Extract<RecordBody, { type: 'submitted' }>;
/** What could not be told later. */
type RolloutFacts = Required<Pick<Submitted, 'phases' | 'cpuPressure' | 'toldLimits'>> & Pick<Submitted, 'sampling'>;

export type RolloutRequest = {
  plan: TrialPlan;
  agent: Agent;
  /** null where the entry names none. */
  model: OpenedModel | null;
  /** What answers in place of the model's provider, for a replay. */
  recorded: Recording | null;
  tellAgent: boolean;
  /** Whether the files are kept as they were after each turn, in `checkpoints/` of the folder. */
  checkpoints: boolean;
  /** Where it goes on from, for a fork: files as they were, and what was done until then. */
  start: RolloutStart | null;
  /** Where the trajectory and the submission go. */
  folder: string;
  /** Of the layer that its workspace starts from. */
  manifest: Layer['manifest'];
  openSandbox(more: Pick<SandboxSpec, 'endpoints'>): Promise<Sandbox>;
  /** Where answers are kept that are paid for, for the next try after a crash; null: nowhere. */
  paid: string | null;
  /** Once the agent has ended, whatever the rollout comes to: what it used by then. */
  onUsed(usage: Usage): void;
  /** Tells people at once what an agent on this machine prints. */
  say(text: string): void;
  /** Once every process of its sandbox is dead. */
  onKilled?(): void;
  signal: AbortSignal;
};

export type RolloutStart = { change: Change; history: string };

const STOPS = { minutes: 'time_limit', turns: 'turn_limit', tokens: 'token_limit', cost: 'cost_limit' } as const;

/** Where a rollout's checkpoints are, in its folder. */
export const CHECKPOINTS = 'checkpoints';
/** What its model was asked and answered, in its folder. */
export const BODIES = 'model.jsonl';
/** Its submission for people, in its folder. */
export const PATCH = 'patch.diff';

/**
 * One execution of an agent: a fresh sandbox, the agent against the metered toolbox, then kill, export and everything
 * on disk. Throws what is the harness's or the engine's fault; what the agent does ends in a stop.
 */
export async function runRollout(request: RolloutRequest): Promise<Rollout> {
  const { plan, folder } = request;
  await mkdir(folder, { recursive: true });
  const watch = createStopwatch();
  const cpuPressure = watchCpuPressure();
  const doors = request.agent.runsInside ? createDoors() : null;
  await using sandbox = await watch.time('start', () =>
    request.openSandbox(doors ? { endpoints: doors.endpoints } : {}),
  );
  // An abort while it was opening would be heard by nobody below.
  request.signal.throwIfAborted();
  if (request.start) await sandbox.write(request.start.change);
  await using recorder = openRecorder(join(folder, 'trajectory.jsonl'));
  await using bodies = request.model ? openBodies(join(folder, BODIES)) : null;
  await using log = openAgentLog(join(folder, AGENT_LOG), process.env);
  if (request.model?.key) log.hide(request.model.key);
  const store = openCheckpointStore(join(folder, CHECKPOINTS));
  const records = { recorder, bodies, store, log, inside: doors?.inside(sandbox) ?? null };
  const acted = await watch.time('agent', () => actInSandbox(request, sandbox, records));
  const { collect } = request.agent;
  if (collect) await collectLogs(sandbox, collect, { folder, redact: log.redact });
  await mustHaveStood(sandbox, acted.stop);
  const exported = watch.start('export');
  await sandbox.kill();
  request.onKilled?.();
  const { files, deleted, skipped } = await sandbox.export(EXPORT_BUDGET);
  // All that there is to keep of the sandbox is here: it goes while that is written.
  const closing = watch.time('removal', () => sandbox.close());
  closing.catch(() => {});
  const patch = renderPatch(plan.task.workspaceFolder, { files, deleted });
  await Promise.all([
    recorder.close(),
    bodies?.close(),
    store.sync(),
    writeDurably(join(folder, 'submission.json'), encodeSubmission({ files, deleted }, skipped)),
    patch.then((text) => writeDurably(join(folder, PATCH), text)),
  ]);
  exported();
  await closing;
  const { enforcement } = sandbox;
  const { stop, usage, sampling } = acted;
  const toldLimits = briefOf(request).limits !== '';
  const facts = { phases: watch.seconds, cpuPressure: cpuPressure(), toldLimits, ...(sampling && { sampling }) };
  return { stop, usage, facts, submission: 'submission.json', trajectory: 'trajectory.jsonl', enforcement };
}

/** What acts write beside each other in a rollout's folder. */
type Records = {
  recorder: Recorder;
  bodies: Bodies | null;
  store: CheckpointStore;
  log: AgentLog;
  inside: Inside | null;
};

async function actInSandbox(
  request: RolloutRequest,
  sandbox: Sandbox,
  { bodies, store, log, inside, ...records }: Records,
): Promise<Pick<Rollout, 'stop' | 'usage'> & Pick<RolloutFacts, 'sampling'>> {
  const { plan, agent, model, checkpoints, signal } = request;
  const { limits, task } = plan;
  const { recorder, calls } = countCalls(records.recorder, model !== null);
  const clock = createMeter(limits);
  const ending = createEnding();
  const keep = async (turn: number) => {
    const startedMs = clock.elapsedMs();
    const checkpoint = await sandbox.checkpoint(EXPORT_BUDGET);
    await store.keep(checkpoint);
    const elapsedMs = clock.elapsedMs();
    const durationMs = elapsedMs - startedMs;
    recorder.record({ type: 'checkpoint', turn, tree: checkpoint.digest, elapsedMs, durationMs });
  };
  const onLimit = (limit: ModelLimit, action: 'wrap_up' | 'stop') => {
    recorder.record({ type: 'limit', limit, action });
    if (action === 'wrap_up') ending.wrapUp(STOPS[limit]);
    else ending.refuse(STOPS[limit]);
  };
  // A turn's files are whole when the agent asks for its next one.
  const beforeTurn = async (turn: number) => (turn > 1 ? keep(turn - 1) : undefined);
  const brief = briefOf(request);
  recorder.record({ type: 'message', role: 'user', text: renderBrief(brief) });
  await using session =
    model && bodies
      ? await openModelSession({
          model,
          helperModels: agent.helperModels ?? [],
          recorded: request.recorded,
          paid: request.paid === null ? null : { file: request.paid, by: 'conversation' },
          limits,
          recorder,
          bodies,
          onLimit,
          signal: ending.signal,
          ...(checkpoints && { beforeTurn }),
        })
      : null;
  const meter = session ? followTurns(clock, session.ledger) : clock;
  const toolbox = createToolbox({
    shell: sandbox.shell,
    devTests: task.devTests,
    meter,
    limits,
    recorder,
    // Whoever has used up its turns may read so and leave.
    onStop: (limit) => (limit === 'minutes' ? ending.stop : ending.refuse)(STOPS[limit]),
    leftOut: () => previewLeftOut(sandbox, { task, manifest: request.manifest, budget: EXPORT_BUDGET }),
    onSubmit: ending.submitted,
    signal: ending.signal,
    ...(checkpoints && !session && { afterTurn: keep }),
  });
  const usage = () => ({ ...usageOf(meter, session), calls: calls() });
  const cancel = () => ending.stop('cancelled');
  const timer = setTimeout(() => ending.stop('time_limit'), clock.remainingMs());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (session) inside?.connect('model', session.gateway.serve);
    const access = model && session ? { model: accessOf(model, session) } : {};
    // Of trials side by side each line says which.
    const show = (line: string) => request.say(`[${plan.id}] ${visibleLine(line)}`);
    const { seed } = plan;
    const context = { brief, toolbox, log, show, ...access, ...(inside && { inside }), seed, signal: ending.signal };
    const failures = [endedFromOutside(sandbox), ...(session ? [session.gateway.failed] : [])];
    const own = await runAgent(agent, context, { recorder, failures });
    const stop = ending.after(own);
    const sampling = session && { sampling: session.sampling() };
    return { stop: session ? await session.fate.judge(stop) : stop, usage: usage(), ...sampling };
  } finally {
    request.onUsed(usage());
    clearTimeout(timer);
    ending.close();
    signal.removeEventListener('abort', cancel);
  }
}

/** Rejects once something outside of the sandbox has ended it: an agent need not notice that. */
function endedFromOutside(sandbox: Sandbox): Promise<never> {
  const ended = sandbox.died.then(async () => {
    const outside = await sandbox.endedFromOutside();
    return outside === null ? new Promise<never>(() => {}) : Promise.reject(endedBy(sandbox.name, outside));
  });
  ended.catch(() => {});
  return ended;
}

/** What an agent left in a sandbox that something else ended says nothing of it, unless it had said that it is done. */
async function mustHaveStood(sandbox: Sandbox, stop: Stop): Promise<void> {
  const outside = stop === 'submitted' ? null : await sandbox.endedFromOutside();
  if (outside !== null) throw endedBy(sandbox.name, outside);
}

function briefOf({ plan, agent, tellAgent, start }: RolloutRequest): Brief {
  return {
    instruction: plan.task.instruction,
    limits: tellAgent ? limitsSentence(plan.limits, agent.usesModel ? 'answer' : 'tool call') : '',
    ...(start && { history: start.history }),
  };
}

/** The stop that the agent's own end amounts to, where no limit came first. */
async function runAgent(
  agent: Agent,
  context: AgentContext,
  { recorder, failures }: { recorder: Pick<Recorder, 'record'>; failures: readonly Promise<never>[] },
): Promise<Stop> {
  const fail = (reason: string): Stop => {
    recorder.record({ type: 'message', role: 'system', text: `The agent failed: ${reason}` });
    return 'agent_error';
  };
  const aborted = new Promise<'aborted'>((resolve) => {
    context.signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  try {
    const exit: Exit | 'aborted' = await Promise.race([agent.run(context), aborted, ...failures]);
    if (exit === 'aborted') return 'exited';
    if (exit.kind === 'failed') return fail(exit.reason);
    if (exit.said) recorder.record({ type: 'message', role: 'agent', text: exit.said });
    return 'exited';
  } catch (error) {
    if (error instanceof Stopped) return 'exited';
    // Where it ended by itself, what it left is still there and gets verified.
    if (hasCode(error, 'SANDBOX_DIED')) return 'sandbox_died';
    if (error instanceof GymkhanaError) throw error;
    return fail(error instanceof Error ? error.message : String(error));
  }
}
