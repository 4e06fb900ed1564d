import type { Event } from '../../trajectory/event.ts';
import type { AtifStep, AtifTrajectory } from './schema.ts';
import { WRITTEN_VERSION } from './schema.ts';
import { foldThreads, type ReadRequest, type Thread } from './steps.ts';

/** Whose trajectory it is. `model` is as its provider calls it, null where there is none. */
export type Subject = {
  session: string;
  agent: { name: string; version: string; model: string | null; extra?: Record<string, unknown> };
  /** What else is known of it. */
  extra: Record<string, unknown>;
};

const NOTES = `Written by Gymkhana. Conversations that the agent held with models beside its own are told apart by what they begin with, and stand in subagent_trajectories; which call began them is not known. Metrics are counted by the harness; costs are computed from prices.`;

/** A rollout as ATIF v1.7. Pure. */
export function writeAtif(events: readonly Event[], readRequest: ReadRequest, subject: Subject): AtifTrajectory {
  const { own, others } = foldThreads(events, readRequest);
  const { session, extra } = subject;
  const document = (thread: Thread, id: string) => ({
    schema_version: WRITTEN_VERSION,
    session_id: session,
    trajectory_id: id,
    agent: agentOf(subject, thread),
    steps: thread.steps,
    final_metrics: sumUp(thread.steps),
  });
  const subagents = [...others].map(([name, thread]) => document(thread, `${session}/${name}`));
  return wellFormed({
    ...document(own, `${session}/own`),
    notes: NOTES,
    ...(subagents.length > 0 && { subagent_trajectories: subagents }),
    extra: { ...extra, ...limitsReached(events), ...failedCalls(events) },
  });
}

function agentOf({ agent }: Subject, { steps, tools }: Thread): AtifTrajectory['agent'] {
  const { name, version, model, extra } = agent;
  const asked = steps.find((step) => step.model_name)?.model_name ?? model;
  return {
    name,
    version,
    ...(asked !== null && { model_name: asked }),
    ...(tools.length > 0 && { tool_definitions: tools }),
    ...(extra && { extra }),
  };
}

/** Of these steps alone. The cost is left out where it is not known of all. */
function sumUp(steps: readonly AtifStep[]): AtifTrajectory['final_metrics'] {
  const metrics = steps.flatMap((step) => step.metrics ?? []);
  if (metrics.length === 0) return { total_steps: steps.length };
  const sum = (key: 'prompt_tokens' | 'completion_tokens' | 'cached_tokens' | 'cost_usd') =>
    metrics.reduce((total, one) => total + (one[key] ?? 0), 0);
  const isPriced = metrics.every(({ cost_usd }) => cost_usd !== undefined);
  return {
    total_prompt_tokens: sum('prompt_tokens'),
    total_completion_tokens: sum('completion_tokens'),
    total_cached_tokens: sum('cached_tokens'),
    ...(isPriced && { total_cost_usd: sum('cost_usd') }),
    total_steps: steps.length,
  };
}

function limitsReached(events: readonly Event[]): Record<string, unknown> {
  const limits = events.flatMap((event) =>
    event.type === 'limit' ? [{ limit: event.limit, action: event.action, timestamp: event.at }] : [],
  );
  return limits.length > 0 ? { limits_reached: limits } : {};
}

/** Those that were no steps, and what they cost all the same. */
function failedCalls(events: readonly Event[]): Record<string, unknown> {
  const failed = events.flatMap((event) =>
    event.type === 'model' && event.failed !== null && event.turn === null ? [event] : [],
  );
  if (failed.length === 0) return {};
  const calls = failed.map(({ at, thread, status, usage, costUsd }) => ({
    timestamp: at,
    thread,
    status,
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    ...(costUsd !== null && { cost_usd: costUsd }),
  }));
  return { failed_model_calls: calls };
}

/** Half a character, as tools may cut them, is no text for Python's readers. */
function wellFormed<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(/\p{Cs}/gu, '\uFFFD') as Value;
  if (Array.isArray(value)) return value.map(wellFormed) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map((pair) => pair.map(wellFormed))) as Value;
}
