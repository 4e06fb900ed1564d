import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Price } from '../budget/prices.ts';
import { CUTOFFS } from './cutoffs.ts';
import { PRICES, PRICES_DATE } from './prices.ts';
import { type ModelTable, priceOf } from './providers.ts';

/** What is known of a model, for those who read a run years later. */
export const ModelFacts = z.strictObject({
  /** Like openai/gpt-5. */
  model: z.string(),
  /** The month or the day that its training data go to; null: not known. */
  cutoff: z.string().nullable(),
  /** Where that is said; null where it is not known. */
  source: z.string().nullable(),
  /** US dollars for a million tokens; null: not known. */
  price: Price.nullable(),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/** Which table the costs of a run are computed from. */
export const PriceTable = z.strictObject({
  /** SHA-256 of all prices, the runner's among them. */
  digest: z.string(),
  /** The month that the built-in ones are of. */
  date: z.string(),
});
export type PriceTable = z.infer<typeof PriceTable>;

export function modelFacts(ref: string, table: ModelTable = {}): ModelFacts {
  const cutoffs = { ...CUTOFFS, ...table.cutoffs };
  const { cutoff = null, source = null } = (Object.hasOwn(cutoffs, ref) && cutoffs[ref]) || {};
  return { model: ref, cutoff, source, price: priceOf(ref, table) };
}

/** The digest does not depend on the order in which prices are written down. */
export function priceTable(table: ModelTable = {}): PriceTable {
  const prices = Object.entries({ ...PRICES, ...table.prices }).map(([ref, price]) => [ref, sorted(price)] as const);
  const text = JSON.stringify(sorted(Object.fromEntries(prices)));
  return { digest: createHash('sha256').update(text).digest('hex'), date: PRICES_DATE };
}

function sorted<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
