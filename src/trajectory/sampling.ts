import { z } from 'zod';

/** By which a model's answers are drawn, in any of the dialects; without what only says what is offered or sent back. */
const NAMES = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'seed',
  'n',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'frequency_penalty',
  'presence_penalty',
  'repetition_penalty',
  'stop',
  'stop_sequences',
  'logit_bias',
  'reasoning',
  'reasoning_effort',
  'thinking',
  'output_config',
  'verbosity',
  'service_tier',
];

/** Of one parameter as JSON: more is no setting, and would fill the journal. */
const MAX_CHARS = 200;
/** Of one rollout: an agent that draws a parameter anew for each call has no more than these kept. */
const MAX_SETTINGS = 16;

/** The parameters of some calls of one model, as the agent sent them. */
export const Sampling = z.strictObject({
  model: z.string(),
  parameters: z.record(z.string(), z.json()),
  calls: z.int().positive(),
});
export type Sampling = z.infer<typeof Sampling>;

type Parameters = Sampling['parameters'];

/** Of a request's body; what is too long stands there as a note. */
export function samplingOf(body: unknown): Parameters {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, z.core.util.JSONType>) : {};
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (value === undefined || value === null) return [];
      const { length } = JSON.stringify(value);
      return [[name, length > MAX_CHARS ? `(${length} characters of JSON)` : value]];
    }),
  );
}

/** Counts the distinct settings of a rollout's calls, in the order in which they were first used. */
export function countSettings(): { add(model: string, parameters: Parameters): void; list(): Sampling[] } {
  const seen = new Map<string, Sampling>();
  return {
    add(name, parameters) {
      // Agents name what they like.
      const model = name.slice(0, MAX_CHARS);
      const key = JSON.stringify([model, parameters]);
      const known = seen.get(key);
      if (known) known.calls += 1;
      else if (seen.size < MAX_SETTINGS) seen.set(key, { model, parameters, calls: 1 });
    },
    list: () => [...seen.values()],
  };
}
