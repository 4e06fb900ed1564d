import { z } from 'zod';
import { Price } from '../budget/prices.ts';
import { GymkhanaError } from '../errors.ts';
import { PRICES } from './prices.ts';

const Provider = z.strictObject({
  /** Whose dialect it speaks. */
  speaks: z.enum(['openai', 'anthropic']),
  /** With the version, as its own clients take it: …/v1. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** The environment variable that holds the key; without it none is sent. */
  keyVariable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable')
    .optional(),
});
export type Provider = z.infer<typeof Provider>;

/** `models` of a runner. */
export const ModelTable = z.strictObject({
  /** By the name before the slash of `provider/model`. */
  providers: z
    .record(z.string().regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores'), Provider)
    .optional(),
  /** US dollars for a million tokens, by `provider/model`. */
  prices: z.record(z.string(), Price).optional(),
  /** Until when training data go and where that is said, by `provider/model`: for reports alone. */
  cutoffs: z
    .record(
      z.string(),
      z.strictObject({
        cutoff: z
          .string()
          .regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, 'a month or a date, like "2025-03"'),
        source: z.string().min(1),
      }),
    )
    .optional(),
  /** What agents may send to their model though it is not known here: fields, headers, betas and tools, by name. */
  pass: z.array(z.string().min(1)).optional(),
});
export type ModelTable = z.infer<typeof ModelTable>;

/** A runner may say others, and other places for these. */
const PROVIDERS: Record<string, Provider> = {
  openai: { speaks: 'openai', baseUrl: 'https://api.openai.com/v1', keyVariable: 'OPENAI_API_KEY' },
  anthropic: { speaks: 'anthropic', baseUrl: 'https://api.anthropic.com/v1', keyVariable: 'ANTHROPIC_API_KEY' },
  openrouter: { speaks: 'openai', baseUrl: 'https://openrouter.ai/api/v1', keyVariable: 'OPENROUTER_API_KEY' },
  ollama: { speaks: 'openai', baseUrl: 'http://127.0.0.1:11434/v1' },
  vllm: { speaks: 'openai', baseUrl: 'http://127.0.0.1:8000/v1' },
};

/** What is known of a model: where it is, and null where its price is not known. */
export type ModelSpec = { ref: string; model: string; provider: Provider; price: Price | null };

/**
 * The model that `provider/name` means; the name may hold slashes of its own. Errors name the option that it came by.
 * @throws GymkhanaError MODEL_NOT_FOUND
 */
export function findModel(ref: string, table: ModelTable = {}, option = '--model'): ModelSpec {
  const [, name = '', model = ''] = /^([^/]*)\/(.+)$/s.exec(ref) ?? [];
  const providers = { ...PROVIDERS, ...table.providers };
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (provider) return { ref, model, provider, price: priceOf(ref, table) };
  const known = Object.keys(providers).join(', ');
  const problem = model ? `no provider ${JSON.stringify(name)}` : 'must be like openai/gpt-5';
  const fix = `name one of ${known}, or say where yours is under models.providers of the runner`;
  throw new GymkhanaError({ code: 'MODEL_NOT_FOUND', place: `${option} ${ref}`, problem, fix });
}

/** null where it is not known: agents may ask for any name, also for none. */
export function priceOf(ref: string, table: ModelTable = {}): Price | null {
  const prices = { ...PRICES, ...table.prices };
  return (Object.hasOwn(prices, ref) && prices[ref]) || null;
}

/** How requests to a provider say who pays. */
export function keyHeaders({ speaks }: Provider, key: string | null): Record<string, string> {
  if (key === null) return {};
  return speaks === 'anthropic' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` };
}
