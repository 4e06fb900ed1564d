import { z } from 'zod';

const rates = {
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cachedInput: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
  /** Of what a provider keeps for an hour: twice the input's where it isn't said. */
  cacheWriteHour: z.number().nonnegative().optional(),
};

/**
 * US dollars for a million tokens. What isn't said of cached input costs as much as other input. `tiers`: of service
 * tiers and the like, by the name that answers say; a tier without a price here has none that is known.
 */
export const Price = z.strictObject({ ...rates, tiers: z.record(z.string(), z.strictObject(rates)).optional() });
export type Price = z.infer<typeof Price>;

/**
 * `cachedInput` of the `input` tokens were read from a provider's cache, `cacheWrite` of them written to it;
 * `cacheWriteHour` of those written are kept for an hour.
 */
export const Tokens = z.strictObject({
  input: z.int().nonnegative(),
  cachedInput: z.int().nonnegative(),
  cacheWrite: z.int().nonnegative(),
  cacheWriteHour: z.int().nonnegative().optional(),
  output: z.int().nonnegative(),
});
export type Tokens = z.infer<typeof Tokens>;

/** What a call costs, in US dollars. Agents' own figures are never used: they invent them. */
export function costOf(tokens: Tokens, price: Price): number {
  const hour = tokens.cacheWriteHour ?? 0;
  const fresh = tokens.input - tokens.cachedInput - tokens.cacheWrite;
  const micros =
    fresh * price.input +
    tokens.cachedInput * (price.cachedInput ?? price.input) +
    (tokens.cacheWrite - hour) * (price.cacheWrite ?? price.input) +
    hour * (price.cacheWriteHour ?? 2 * price.input) +
    tokens.output * price.output;
  return micros / 1_000_000;
}

/** Sums, field by field. */
export function addTokens(a: Tokens, b: Tokens): Tokens {
  const hour = (a.cacheWriteHour ?? 0) + (b.cacheWriteHour ?? 0);
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    ...(hour > 0 && { cacheWriteHour: hour }),
    output: a.output + b.output,
  };
}
