import { describeLimit, type Limits } from './limits.ts';
import { costOf, type Price, type Tokens } from './prices.ts';

export type ModelLimit = 'turns' | 'tokens' | 'cost';

/** Exactly one of its two ends is called. */
type Ticket = { turn: number | null; charge(tokens: Tokens): void; release(tokens: Tokens): void };

type Admission = { kind: 'ok' | 'wrap_up'; ticket: Ticket } | { kind: 'refused'; message: string };

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
 * so the last one may go over. At a limit one more call is admitted to wrap up, without being a turn, again where it
 * fails; then none.
 */
export function createLedger(
  limits: Pick<Limits, 'turns' | 'tokens' | 'costUsd'>,
  { priceOf, onLimit }: LedgerOptions,
): Ledger {
  let turns = 0;
  let promised = 0;
  let last = 0;
  let wrappedUp: ModelLimit | null = null;
  let isLastTaken = false;
  let asides = 0;
  let tokens: Tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 };
  let costUsd: number | null = 0;

  const payFor = (model: string) => (more: Tokens) => {
    const price = priceOf(model);
    costUsd = price && costUsd !== null ? costUsd + costOf(more, price) : null;
    tokens = {
      input: tokens.input + more.input,
      cachedInput: tokens.cachedInput + more.cachedInput,
      cacheWrite: tokens.cacheWrite + more.cacheWrite,
      output: tokens.output + more.output,
    };
  };
  const reached = (isTurn: boolean): ModelLimit | null => {
    if (limits.tokens !== undefined && tokens.input + tokens.output >= limits.tokens) return 'tokens';
    if (limits.costUsd !== undefined && (costUsd ?? 0) >= limits.costUsd) return 'cost';
    const isOver = isTurn ? turns + promised >= limits.turns : asides >= ASIDES_A_TURN * limits.turns + SPARE_ASIDES;
    return isOver ? 'turns' : null;
  };

  return {
    admit({ isTurn, model }) {
      const pay = payFor(model);
      if (limits.costUsd !== undefined && !priceOf(model)) {
        const why = `the price of ${JSON.stringify(model)} is not known, and there is a limit of cost`;
        return { kind: 'refused', message: why };
      }
      const limit = reached(isTurn);
      if (isLastTaken) {
        const last = limit ?? wrappedUp ?? 'turns';
        onLimit(last, 'stop');
        return { kind: 'refused', message: `the limit of ${describeLimit(limits, last)} is reached` };
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
      if (!isTurn) {
        asides += 1;
        return { kind: 'ok', ticket: { turn: null, charge: pay, release: pay } };
      }
      promised += 1;
      // Numbers follow the order of asking; one that is given back is not used again while others are under way.
      last = Math.max(last + 1, turns + promised);
      const ticket: Ticket = {
        turn: last,
        charge(used) {
          promised -= 1;
          turns += 1;
          pay(used);
        },
        release(used) {
          promised -= 1;
          if (promised === 0) last = turns;
          pay(used);
        },
      };
      return { kind: 'ok', ticket };
    },
    get turns() {
      return turns;
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
