import { describeLimit, type Limits } from './limits.ts';
import { costOf, type Price, type Tokens } from './prices.ts';

export type ModelLimit = 'turns' | 'tokens' | 'cost';
type Kind = 'turn' | 'aside';

/** Exactly one of its two ends is called. */
type Ticket = { turn: number | null; charge(tokens: Tokens): void; release(tokens: Tokens): void };

type Admission =
  | { kind: 'ok' | 'wrap_up'; ticket: Ticket }
  | { kind: 'refused'; message: string }
  /** What is under way may take the rest, or give it back: to be asked again once some of it has ended. */
  | { kind: 'later'; changed: Promise<void> };

export type Ledger = {
  /** `isTurn`: the call offers tools. Other calls are no turns, and cost all the same. */
  admit(call: { isTurn: boolean; model: string }): Admission;
  readonly turns: number;
  /** The newest turn that was admitted and not given back, 0 before the first: what the agent does now belongs to it. */
  readonly current: number;
  /** The limit at which the last answer was given, null before. */
  readonly reached: ModelLimit | null;
  readonly tokens: Tokens;
  /** null once a model was asked whose price is not known: under a limit of cost that is refused. */
  readonly costUsd: number | null;
};

/** Calls without tools are no turns, for titles and summaries; without a bound they would be a way around all turns. */
const ASIDES_A_TURN = 4;
const SPARE_ASIDES = 20;

type LedgerOptions = {
  /** Agents may ask others than the one they were given, dearer or cheaper. */
  priceOf(model: string): Price | null;
  onLimit(limit: ModelLimit, action: 'wrap_up' | 'stop'): void;
};

/**
 * Counts what one rollout uses of a model. A turn is a call with tools that the model answered; a failed call gives its
 * turn back, and what the provider charged for it is paid all the same. Tokens and cost are looked at before each call,
 * so the last one may go over; near the limit, as the largest so far tells it, calls come one at a time. At a limit one
 * more call is admitted to wrap up, without being a turn, again where it fails; then none.
 */
export function createLedger(
  limits: Pick<Limits, 'turns' | 'tokens' | 'costUsd'>,
  { priceOf, onLimit }: LedgerOptions,
): Ledger {
  const bounds = { turn: limits.turns, aside: ASIDES_A_TURN * limits.turns + SPARE_ASIDES };
  const answered = { turn: 0, aside: 0 };
  const underWay = { turn: 0, aside: 0 };
  const largest = { tokens: 0, costUsd: 0 };
  const waiting: (() => void)[] = [];
  let last = 0;
  /** The last that was answered. */
  let newest = 0;
  let wrappedUp: ModelLimit | null = null;
  let isLastTaken = false;
  let tokens: Tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 };
  let costUsd: number | null = 0;

  const payFor = (model: string) => (more: Tokens) => {
    const price = priceOf(model);
    const cost = price && costOf(more, price);
    costUsd = cost !== null && costUsd !== null ? costUsd + cost : null;
    tokens = {
      input: tokens.input + more.input,
      cachedInput: tokens.cachedInput + more.cachedInput,
      cacheWrite: tokens.cacheWrite + more.cacheWrite,
      output: tokens.output + more.output,
    };
    largest.tokens = Math.max(largest.tokens, more.input + more.output);
    largest.costUsd = Math.max(largest.costUsd, cost ?? 0);
    for (const wake of waiting.splice(0)) wake();
  };
  const reached = (kind: Kind): ModelLimit | null => {
    if (limits.tokens !== undefined && tokens.input + tokens.output >= limits.tokens) return 'tokens';
    if (limits.costUsd !== undefined && (costUsd ?? 0) >= limits.costUsd) return 'cost';
    return answered[kind] >= bounds[kind] ? 'turns' : null;
  };
  /** Whether what is under way may well reach a limit. */
  const isInDoubt = (kind: Kind): boolean => {
    const calls = underWay.turn + underWay.aside;
    const mayReach = (limit: number | undefined, used: number, most: number) =>
      limit !== undefined && calls > 0 && (most === 0 || used + calls * most >= limit);
    return (
      answered[kind] + underWay[kind] >= bounds[kind] ||
      mayReach(limits.tokens, tokens.input + tokens.output, largest.tokens) ||
      mayReach(limits.costUsd, costUsd ?? 0, largest.costUsd)
    );
  };
  const issue = (kind: Kind, pay: (used: Tokens) => void): Ticket => {
    underWay[kind] += 1;
    // Numbers follow the order of asking; one that is given back is not used again while others are under way.
    const turn = kind === 'turn' ? ++last : null;
    const end = (used: Tokens) => {
      underWay[kind] -= 1;
      if (underWay.turn === 0) last = newest;
      pay(used);
    };
    const charge = (used: Tokens) => {
      answered[kind] += 1;
      newest = Math.max(newest, turn ?? 0);
      end(used);
    };
    return { turn, charge, release: end };
  };

  return {
    admit({ isTurn, model }) {
      const kind = isTurn ? 'turn' : 'aside';
      const pay = payFor(model);
      if (limits.costUsd !== undefined && !priceOf(model)) {
        const why = `the price of ${JSON.stringify(model)} is not known, and there is a limit of cost`;
        return { kind: 'refused', message: why };
      }
      const limit = reached(kind);
      if (isLastTaken) {
        const over = limit ?? wrappedUp ?? 'turns';
        onLimit(over, 'stop');
        return { kind: 'refused', message: `the limit of ${describeLimit(limits, over)} is reached` };
      }
      if (limit !== null) {
        if (wrappedUp === null) onLimit(limit, 'wrap_up');
        wrappedUp ??= limit;
        isLastTaken = true;
        const release = (used: Tokens) => {
          isLastTaken = false;
          pay(used);
        };
        return { kind: 'wrap_up', ticket: { turn: null, charge: pay, release } };
      }
      if (isInDoubt(kind)) return { kind: 'later', changed: new Promise((wake) => waiting.push(wake)) };
      return { kind: 'ok', ticket: issue(kind, pay) };
    },
    get turns() {
      return answered.turn;
    },
    get current() {
      return last;
    },
    get reached() {
      return wrappedUp;
    },
    get tokens() {
      return tokens;
    },
    get costUsd() {
      return costUsd;
    },
  };
}
