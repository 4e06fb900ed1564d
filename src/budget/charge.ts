import { costOf, type Price, type Tokens } from './prices.ts';

/** What an answer says of itself beside its tokens. */
export type Served = {
  /** The model that answered; null where the answer doesn't say. */
  model: string | null;
  /** What makes it dearer or cheaper than the plain price: a service tier, a speed, a region. */
  tiers: readonly string[];
  /** Tools that the provider ran, which have prices of their own. */
  tools: readonly string[];
};

export const PLAINLY_SERVED: Served = { model: null, tiers: [], tools: [] };

/** What one model call is charged for. */
export type Charge = { asked: string; served: Served; tokens: Tokens };

type PriceOf = (model: string) => Price | null;

/** In US dollars; null where something of it has no known price. */
export function priceCharge({ asked, served, tokens }: Charge, priceOf: PriceOf): number | null {
  if (served.tools.length > 0) return null;
  const price = priceOfAnswer({ asked, served }, priceOf);
  const own = served.tiers.length === 0 ? price : tierOf(price, served.tiers);
  return own && costOf(tokens, own);
}

/** A dated snapshot has the price of its family, unless it has one of its own. */
function priceOfAnswer({ asked, served }: Pick<Charge, 'asked' | 'served'>, priceOf: PriceOf): Price | null {
  const { model } = served;
  if (model === null || model === asked) return priceOf(asked);
  return priceOf(model) ?? (isSameModel(asked, model) ? priceOf(asked) : null);
}

function tierOf(price: Price | null, tiers: readonly string[]): Price | null {
  const [tier, ...more] = tiers;
  const tables = price?.tiers ?? {};
  return (tier !== undefined && more.length === 0 && Object.hasOwn(tables, tier) && tables[tier]) || null;
}

/** As providers write the day of a snapshot. */
const SNAPSHOT = /[-_:@](20\d{2}[-_]?\d{2}[-_]?\d{2}|[01]\d[0-3]\d|latest)$/;

/**
 * Whether an answer's model is the one that was asked: providers add a date or a vendor, or turn the words of a name
 * around. A snapshot that was asked for by its date is answered by no other.
 */
export function isSameModel(asked: string, answered: string): boolean {
  const plain = (model: string) => model.toLowerCase().replace(/^.*\//, '');
  const [own, other] = [plain(asked), plain(answered)];
  return own === other || wordsOf(own) === wordsOf(other.replace(SNAPSHOT, ''));
}

function wordsOf(model: string): string {
  return model
    .split(/[-_:@ ]+/)
    .sort()
    .join(' ');
}
