import { describeLimit, type Limits } from './limits.ts';
import type { Price, Tokens } from './prices.ts';
import { type Bill, createSpending } from './spending.ts';
import { type CallKind, type CountedCall, createTurnCount } from './turn-count.ts';

export type ModelLimit = 'turns' | 'tokens' | 'cost';

/** One call that was admitted. Exactly one of its two ends is called. */
type Ticket = {
  /** From 1; null where the call is no turn. Only after its end it is sure. */
  readonly turn: number | null;
  charge(bill: Bill): void;
  release(bill: Bill): void;
};

type Admission =
  | { kind: 'ok' | 'wrap_up'; ticket: Ticket }
  | { kind: 'refused'; message: string }
  /** What is under way may take the rest, or give it back: to be asked again once some of it has ended. */
  | { kind: 'later'; changed: Promise<void> };

export type Ledger = {
  admit(call: CountedCall & { model: string }): Admission;
  readonly turns: number;
  /** The newest turn that was admitted and not given back, 0 before the first: what the agent does now belongs to it. */
  readonly current: number;
  /** The limit at which the last answer was given, null before. */
  readonly reached: ModelLimit | null;
  readonly tokens: Tokens;
  /** null once something was answered whose price is not known. */
  readonly costUsd: number | null;
};

type LedgerOptions = {
  /** An agent's helper models have prices of their own. */
  priceOf(model: string): Price | null;
  onLimit(limit: ModelLimit, action: 'wrap_up' | 'stop'): void;
};

/**
 * Counts what one rollout uses of a model: turn-count.ts says what a turn is, charge.ts what it costs. A failed call
 * gives its turn back, and what the provider charged for it is paid all the same. Tokens and cost are looked at before
 * each call, so the last one may go over; near the limit, as the largest so far tells it, calls come one at a time. At a
 * limit one more call is admitted to wrap up, without being a turn, again where it fails; then none.
 */
export function createLedger(
  limits: Pick<Limits, 'turns' | 'tokens' | 'costUsd'>,
  { priceOf, onLimit }: LedgerOptions,
): Ledger {
  const count = createTurnCount(limits.turns);
  const spent = createSpending(priceOf);
  const waiting: (() => void)[] = [];
  let turnsUnderWay = 0;
  let last = 0;
  /** The last that was answered. */
  let newest = 0;
  let wrappedUp: ModelLimit | null = null;
  let isLastTaken = false;

  const pay = (asked: string, bill: Bill) => {
    spent.pay(asked, bill);
    for (const wake of waiting.splice(0)) wake();
  };
  const reached = (kind: CallKind | null): ModelLimit | null => {
    if (limits.tokens !== undefined && spent.total() >= limits.tokens) return 'tokens';
    if (limits.costUsd !== undefined && (spent.costUsd ?? 0) >= limits.costUsd) return 'cost';
    return kind === 'turn' && count.turns() >= limits.turns ? 'turns' : null;
  };
  /** Whether what is under way may well reach a limit. */
  const isInDoubt = (kind: CallKind | null): boolean => {
    const calls = count.calls();
    const mayReach = (limit: number | undefined, used: number, most: number) =>
      limit !== undefined && calls > 0 && (most === 0 || used + calls * most >= limit);
    return (
      kind === null ||
      (kind === 'turn' && count.mostTurns() >= limits.turns) ||
      mayReach(limits.tokens, spent.total(), spent.largest.tokens) ||
      mayReach(limits.costUsd, spent.costUsd ?? 0, spent.largest.costUsd)
    );
  };
  const issue = (kind: CallKind, call: CountedCall & { model: string }): Ticket => {
    count.begin(call);
    if (kind === 'turn') turnsUnderWay += 1;
    // Numbers follow the order of asking; one that is given back is not used again while others are under way.
    let turn = kind === 'turn' ? ++last : null;
    const end = (isAnswered: boolean) => (bill: Bill) => {
      if (kind === 'turn') turnsUnderWay -= 1;
      // Another conversation may have turned out to be the main one meanwhile.
      turn = count.end(call, isAnswered) === 'turn' ? (turn ?? ++last) : null;
      if (isAnswered) newest = Math.max(newest, turn ?? 0);
      if (turnsUnderWay === 0) last = newest;
      pay(call.model, bill);
    };
    return {
      get turn() {
        return turn;
      },
      charge: end(true),
      release: end(false),
    };
  };
  const wrapUp = (limit: ModelLimit, model: string): Ticket => {
    if (wrappedUp === null) onLimit(limit, 'wrap_up');
    wrappedUp ??= limit;
    isLastTaken = true;
    const release = (bill: Bill) => {
      isLastTaken = false;
      pay(model, bill);
    };
    return { turn: null, charge: (bill) => pay(model, bill), release };
  };

  return {
    admit(call) {
      if (limits.costUsd !== undefined && !priceOf(call.model)) {
        const why = `the price of ${JSON.stringify(call.model)} is not known, and there is a limit of cost`;
        return { kind: 'refused', message: why };
      }
      if (count.learn(call)) last = newest = count.turns();
      const kind = count.kindOf(call);
      const limit = reached(kind);
      if (isLastTaken) {
        const over = limit ?? wrappedUp ?? 'turns';
        onLimit(over, 'stop');
        return { kind: 'refused', message: `the limit of ${describeLimit(limits, over)} is reached` };
      }
      if (limit !== null) return { kind: 'wrap_up', ticket: wrapUp(limit, call.model) };
      if (kind === null || isInDoubt(kind)) {
        return { kind: 'later', changed: new Promise((wake) => waiting.push(wake)) };
      }
      return { kind: 'ok', ticket: issue(kind, call) };
    },
    get turns() {
      return count.turns();
    },
    get current() {
      return last;
    },
    get reached() {
      return wrappedUp;
    },
    get tokens() {
      return spent.tokens;
    },
    get costUsd() {
      return spent.costUsd;
    },
  };
}
