import type { Price } from '../budget/prices.ts';

/** The month that these prices are of. */
export const PRICES_DATE = '2025-11';

/**
 * US dollars for a million tokens, from the providers' own pages, November 2025. They change: what a runner says under
 * models.prices counts before this.
 */
export const PRICES: Record<string, Price> = {
  'anthropic/claude-haiku-4-5': { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5 },
  'anthropic/claude-opus-4-5': { input: 5, cachedInput: 0.5, cacheWrite: 6.25, output: 25 },
  'anthropic/claude-sonnet-4-5': { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 },
  'openai/gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
  'openai/gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
  'openai/gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
};
