import { type AtifResult, type AtifStep, type AtifTrajectory, WRITTEN_VERSION } from './schema.ts';

/** What is wrong with the value at `path`. `key`: with its being there at all. */
export type Violation = { path: (string | number)[]; key?: true; problem: string; fix: string };

const AGENT_ONLY = ['model_name', 'reasoning_effort', 'reasoning_content', 'tool_calls', 'metrics'] as const;
const MODEL_ONLY = ['metrics', 'reasoning_content'] as const;

/** What one field of a trajectory says of another, in the order of the text: RFC 0001 and Harbor's own validator. */
export function* findViolations(trajectory: AtifTrajectory): Generator<Violation> {
  const { steps, schema_version: version, subagent_trajectories: subagents } = trajectory;
  for (const [at, step] of steps.entries()) {
    const path = ['steps', at];
    if (step.step_id !== at + 1) {
      const problem = `must be ${at + 1}, as steps are counted from 1 without gaps; got ${step.step_id}`;
      yield { path: [...path, 'step_id'], problem, fix: `write ${at + 1}` };
    }
    yield* ofStep(step, path);
    yield* ofContent(step.message, [...path, 'message']);
    for (const [n, result] of (step.observation?.results ?? []).entries()) {
      yield* ofResult(result, step, version, [...path, 'observation', 'results', n]);
    }
  }
  yield* ofSubagents(subagents ?? []);
}

function* ofStep(step: AtifStep, path: Violation['path']): Generator<Violation> {
  for (const key of AGENT_ONLY) {
    if (isAbsent(step[key]) || step.source === 'agent') continue;
    const problem = `belongs to steps of an agent, and this one is of the ${step.source}`;
    yield { path: [...path, key], key: true, problem, fix: 'remove it, or mend `source`' };
  }
  for (const key of MODEL_ONLY) {
    if (isAbsent(step[key]) || step.source !== 'agent' || step.llm_call_count !== 0) continue;
    const problem = 'must be absent where llm_call_count is 0: no model was asked';
    yield { path: [...path, key], key: true, problem, fix: 'remove it, or say how often a model was asked' };
  }
}

function* ofContent(
  content: AtifStep['message'] | AtifResult['content'],
  path: Violation['path'],
): Generator<Violation> {
  if (!Array.isArray(content)) return;
  for (const [at, { type, text, source }] of content.entries()) {
    const [own, other, has, hasNot] =
      type === 'text' ? ['text', 'source', text, source] : ['source', 'text', source, text];
    const part = [...path, at];
    if (isAbsent(has)) yield { path: part, problem: `is of type ${type} and has no \`${own}\``, fix: `add \`${own}\`` };
    if (!isAbsent(hasNot)) {
      const problem = `must be absent in a part of type ${type}`;
      yield { path: [...part, other as string], key: true, problem, fix: 'remove it, or make it a part of its own' };
    }
  }
}

function* ofResult(result: AtifResult, step: AtifStep, version: string, path: Violation['path']): Generator<Violation> {
  const { source_call_id: id } = result;
  const ids = (step.tool_calls ?? []).map((call) => call.tool_call_id);
  if (!isAbsent(id) && !ids.includes(id as string)) {
    const problem = `names no tool_call_id of its own step; got ${JSON.stringify(id)}`;
    const fix =
      ids.length > 0 ? `name one of ${ids.join(', ')}, or leave it out` : 'leave it out: the step calls no tool';
    yield { path: [...path, 'source_call_id'], problem, fix };
  }
  yield* ofContent(result.content, [...path, 'content']);
  for (const [at, ref] of (result.subagent_trajectory_ref ?? []).entries()) {
    const isOld = version !== WRITTEN_VERSION && !isAbsent(ref.session_id);
    if (!isAbsent(ref.trajectory_id) || !isAbsent(ref.trajectory_path) || isOld) continue;
    const problem = 'names no trajectory: a session_id is shared by several';
    const fix = 'add trajectory_id, or trajectory_path';
    yield { path: [...path, 'subagent_trajectory_ref', at], problem, fix };
  }
}

function* ofSubagents(subagents: AtifTrajectory[]): Generator<Violation> {
  const seen = new Set<string>();
  for (const [at, { trajectory_id: id }] of subagents.entries()) {
    const path = ['subagent_trajectories', at];
    if (isAbsent(id)) yield { path, problem: 'has no trajectory_id', fix: 'add one that no other has' };
    else if (seen.size === seen.add(id as string).size) {
      const problem = `is taken by another one of them; got ${JSON.stringify(id)}`;
      yield { path: [...path, 'trajectory_id'], problem, fix: 'give each its own' };
    }
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
