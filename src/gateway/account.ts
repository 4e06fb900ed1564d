import type { Bill } from '../budget/spending.ts';
import type { CountedCall } from '../budget/turn-count.ts';

/** One model call that was admitted. Exactly one of its two ends is called. */
export type Ticket = {
  /** From 1; null where the call is no turn. Only after its end it is sure. */
  readonly turn: number | null;
  /** The provider answered: what it cost is paid, and where it is a turn, the turn is taken. */
  charge(bill: Bill): void;
  /** The provider failed. What it charged for half an answer is paid all the same, the turn is given back. */
  release(bill: Bill): void;
};

/**
 * What the gateway asks before each call, and tells after it. `wrap_up` is for one last answer without tools; a refusal's
 * message goes to the agent. `later`: to be asked again when `changed` resolves, as some call under way has ended.
 */
export type Account = {
  admit(
    call: CountedCall & { model: string },
  ):
    | { kind: 'ok' | 'wrap_up'; ticket: Ticket }
    | { kind: 'refused'; message: string }
    | { kind: 'later'; changed: Promise<void> };
};
