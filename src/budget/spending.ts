import { type Charge, PLAINLY_SERVED, priceCharge } from './charge.ts';
import { addTokens, type Price, type Tokens } from './prices.ts';

/** What an answer came to. Without `served` it is as plain as it was asked for. */
export type Bill = Pick<Charge, 'tokens'> & Partial<Pick<Charge, 'served'>>;

/** Tokens and cost so far, and the largest call of each. */
export function createSpending(priceOf: (model: string) => Price | null) {
  const largest = { tokens: 0, costUsd: 0 };
  let tokens: Tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 };
  let costUsd: number | null = 0;
  return {
    pay(asked: string, { tokens: more, served = PLAINLY_SERVED }: Bill) {
      const cost = priceCharge({ asked, served, tokens: more }, priceOf);
      costUsd = cost !== null && costUsd !== null ? costUsd + cost : null;
      tokens = addTokens(tokens, more);
      largest.tokens = Math.max(largest.tokens, more.input + more.output);
      largest.costUsd = Math.max(largest.costUsd, cost ?? 0);
    },
    largest,
    total: () => tokens.input + tokens.output,
    get tokens() {
      return tokens;
    },
    get costUsd() {
      return costUsd;
    },
  };
}
