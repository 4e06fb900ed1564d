import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agent, AgentContext, Exit } from '../agent/agent.ts';
import { limitsSentence } from '../budget/limits.ts';
import { createMeter } from '../budget/meter.ts';
import { GymkhanaError, hasCode } from '../errors.ts';
import { writeDurably } from '../files.ts';
import type { Stop } from '../outcome/outcome.ts';
import type { Enforcement, Sandbox } from '../sandbox/contract.ts';
import { createToolbox } from '../tools/metered-toolbox.ts';
import { Stopped } from '../tools/stopped.ts';
import { openRecorder, type Recorder } from '../trajectory/recorder.ts';
import { type Change, encodeSubmission } from '../workspace/change.ts';
import { type CheckpointStore, openCheckpointStore } from '../workspace/checkpoint.ts';
import { renderPatch } from '../workspace/render-patch.ts';
import type { TrialPlan } from './plan.ts';

/** Bounds on what a rollout may leave behind; what is over them is left out by name. */
export const EXPORT_BUDGET = { maxBytes: 32 * 1024 * 1024, maxEntries: 20_000, maxDepth: 64, maxPathBytes: 1024 };

export type Rollout = {
  stop: Stop;
  usage: { turns: number; seconds: number };
  /** File names in the rollout's folder. */
  submission: string;
  trajectory: string;
  enforcement: Enforcement;
};

export type RolloutRequest = {
  plan: TrialPlan;
  agent: Agent;
  tellAgent: boolean;
  /** Whether the files are kept as they were after each turn, in `checkpoints/` of the folder. */
  checkpoints: boolean;
  /** Where it goes on from, for a fork: files as they were, and what was done until then. */
  start: RolloutStart | null;
  /** Where the trajectory and the submission go. */
  folder: string;
  openSandbox(): Promise<Sandbox>;
  signal: AbortSignal;
};

export type RolloutStart = { change: Change; history: string };

/** Where a rollout's checkpoints are, in its folder. */
export const CHECKPOINTS = 'checkpoints';

/**
 * One execution of an agent: a fresh sandbox, the agent against the metered toolbox, then kill, export and everything
 * on disk. Throws what is the harness's or the engine's fault; what the agent does ends in a stop.
 */
export async function runRollout(request: RolloutRequest): Promise<Rollout> {
  const { plan, folder } = request;
  await mkdir(folder, { recursive: true });
  await using sandbox = await request.openSandbox();
  // An abort while it was opening would be heard by nobody below.
  request.signal.throwIfAborted();
  if (request.start) await sandbox.write(request.start.change);
  await using recorder = openRecorder(join(folder, 'trajectory.jsonl'));
  const store = openCheckpointStore(join(folder, CHECKPOINTS));
  const { stop, usage } = await actInSandbox(request, sandbox, { recorder, store });
  await sandbox.kill();
  const { files, deleted, skipped } = await sandbox.export(EXPORT_BUDGET);
  await recorder.close();
  await store.sync();
  await writeDurably(join(folder, 'submission.json'), encodeSubmission({ files, deleted }, skipped));
  await writeDurably(join(folder, 'patch.diff'), await renderPatch(plan.task.workspaceFolder, { files, deleted }));
  const { enforcement } = sandbox;
  return { stop, usage, submission: 'submission.json', trajectory: 'trajectory.jsonl', enforcement };
}

async function actInSandbox(
  { plan, agent, tellAgent, checkpoints, start, signal }: RolloutRequest,
  sandbox: Sandbox,
  { recorder, store }: { recorder: Recorder; store: CheckpointStore },
): Promise<Pick<Rollout, 'stop' | 'usage'>> {
  const { limits, task } = plan;
  const meter = createMeter(limits);
  const over = new AbortController();
  let stop: Stop | null = null;
  const stopFor = (why: Stop) => {
    stop ??= why;
    over.abort();
  };
  const brief = {
    instruction: task.instruction,
    limits: tellAgent ? limitsSentence(limits) : '',
    ...(start && { history: start.history }),
  };
  recorder.record({
    type: 'message',
    role: 'user',
    text: [brief.instruction, brief.limits, brief.history].filter(Boolean).join('\n\n'),
  });
  const keep = async (turn: number) => {
    const startedMs = meter.elapsedMs();
    const checkpoint = await sandbox.checkpoint(EXPORT_BUDGET);
    await store.keep(checkpoint);
    const elapsedMs = meter.elapsedMs();
    const durationMs = elapsedMs - startedMs;
    recorder.record({ type: 'checkpoint', turn, tree: checkpoint.digest, elapsedMs, durationMs });
  };
  const toolbox = createToolbox({
    shell: sandbox.shell,
    devTests: task.devTests,
    meter,
    limits,
    recorder,
    onStop: stopFor,
    onSubmit: () => {
      stop ??= 'submitted';
    },
    signal: over.signal,
    ...(checkpoints && { afterTurn: keep }),
  });
  const cancel = () => stopFor('cancelled');
  const timer = setTimeout(() => stopFor('time_limit'), meter.remainingMs());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const ended = await runAgent(agent, { brief, toolbox, seed: plan.seed, signal: over.signal }, recorder);
    stop ??= ended;
    return { stop, usage: { turns: meter.turns, seconds: meter.elapsedMs() / 1000 } };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

/** The stop that the agent's own end amounts to, where no limit came first. */
async function runAgent(agent: Agent, context: AgentContext, recorder: Recorder): Promise<Stop> {
  const aborted = new Promise<'aborted'>((resolve) => {
    context.signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  try {
    const exit: Exit | 'aborted' = await Promise.race([agent.run(context), aborted]);
    if (exit === 'aborted') return 'exited';
    if (exit.kind === 'failed') return 'agent_error';
    if (exit.said) recorder.record({ type: 'message', role: 'agent', text: exit.said });
    return 'exited';
  } catch (error) {
    if (error instanceof Stopped) return 'exited';
    // The container ended under the agent: what it left is still there and gets verified.
    if (hasCode(error, 'SANDBOX_DIED')) return 'sandbox_died';
    if (error instanceof GymkhanaError) throw error;
    return 'agent_error';
  }
}
