import { z } from 'zod';

/** US dollars for a million tokens. What isn't said of cached input costs as much as other input. */
export const Price = z.strictObject({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cachedInput: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
});
export type Price = z.infer<typeof Price>;

/** `cachedInput` of the `input` tokens were read from a provider's cache, `cacheWrite` of them written to it. */
export const Tokens = z.strictObject({
  input: z.int().nonnegative(),
  cachedInput: z.int().nonnegative(),
  cacheWrite: z.int().nonnegative(),
  output: z.int().nonnegative(),
});
export type Tokens = z.infer<typeof Tokens>;

/** What a call costs, in US dollars. Agents' own figures are never used: they invent them. */
export function costOf(tokens: Tokens, price: Price): number {
  const fresh = tokens.input - tokens.cachedInput - tokens.cacheWrite;
  const micros =
    fresh * price.input +
    tokens.cachedInput * (price.cachedInput ?? price.input) +
    tokens.cacheWrite * (price.cacheWrite ?? price.input) +
    tokens.output * price.output;
  return micros / 1_000_000;
}
