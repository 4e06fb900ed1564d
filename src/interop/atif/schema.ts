import { z } from 'zod';

/** Of those that are read the newest is written. */
export const WRITTEN_VERSION = 'ATIF-v1.7';

/** Strict or loose: whether keys that ATIF does not know are refused. */
type MakeObject = <Shape extends z.ZodRawShape>(shape: Shape) => z.ZodObject<Shape>;

/**
 * A trajectory, object by object as Harbor's RFC 0001 has them, without what one field says of another (rules.ts). What may be
 * left out may be null: Python's writers do either. Fields of newer versions are taken in older files, as Harbor's own
 * validator does.
 */
function schemaOf(object: MakeObject) {
  const text = z.string().nullish();
  const count = z.int().nonnegative().nullish();
  const amount = z.number().nonnegative().nullish();
  const extra = z.record(z.string(), z.unknown()).nullish();
  const time = z.union(
    [z.iso.datetime({ offset: true, local: true }), z.iso.date()],
    'a time of ISO 8601, like 2026-11-22T09:30:00Z',
  );

  const Image = object({
    media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
    path: z.string(),
  });
  const ContentPart = object({ type: z.enum(['text', 'image']), text, source: Image.nullish() });
  const Content = z.union([z.string(), z.array(ContentPart)]);
  const ToolCall = object({
    tool_call_id: z.string(),
    function_name: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    extra,
  });
  const SubagentRef = object({ trajectory_id: text, trajectory_path: text, session_id: text, extra });
  const Result = object({
    source_call_id: text,
    content: Content.nullish(),
    subagent_trajectory_ref: z.array(SubagentRef).nullish(),
    extra,
  });
  const Metrics = object({
    prompt_tokens: count,
    completion_tokens: count,
    cached_tokens: count,
    cost_usd: amount,
    prompt_token_ids: z.array(z.int()).nullish(),
    completion_token_ids: z.array(z.int()).nullish(),
    logprobs: z.array(z.number()).nullish(),
    extra,
  });
  const Step = object({
    step_id: z.int().positive(),
    timestamp: time.nullish(),
    source: z.enum(['system', 'user', 'agent']),
    message: Content,
    model_name: text,
    reasoning_effort: z.union([z.string(), z.number()]).nullish(),
    reasoning_content: text,
    tool_calls: z.array(ToolCall).nullish(),
    observation: object({ results: z.array(Result) }).nullish(),
    metrics: Metrics.nullish(),
    is_copied_context: z.boolean().nullish(),
    llm_call_count: count,
    extra,
  });
  return object({
    schema_version: z.string().regex(/^ATIF-v1\.[0-7]$/, 'a version from ATIF-v1.0 to ATIF-v1.7'),
    session_id: text,
    trajectory_id: text,
    agent: object({
      name: z.string(),
      version: z.string(),
      model_name: text,
      tool_definitions: z.array(z.record(z.string(), z.unknown())).nullish(),
      extra,
    }),
    steps: z.array(Step).min(1),
    notes: text,
    final_metrics: object({
      total_prompt_tokens: count,
      total_completion_tokens: count,
      total_cached_tokens: count,
      total_cost_usd: amount,
      total_steps: count,
      extra,
    }).nullish(),
    continued_trajectory_ref: text,
    /** Trajectories themselves; who reads one looks at each of them (parse.ts). */
    subagent_trajectories: z.array(z.unknown()).nullish(),
    extra,
  });
}

export const StrictTrajectory = schemaOf(z.strictObject);
export const LenientTrajectory = schemaOf(z.looseObject);

type Shape = z.infer<ReturnType<typeof schemaOf>>;
export type AtifTrajectory = Omit<Shape, 'subagent_trajectories'> & {
  subagent_trajectories?: AtifTrajectory[] | null | undefined;
};
export type AtifStep = Shape['steps'][number];
export type AtifMetrics = NonNullable<AtifStep['metrics']>;
export type AtifToolCall = NonNullable<AtifStep['tool_calls']>[number];
export type AtifResult = NonNullable<AtifStep['observation']>['results'][number];
