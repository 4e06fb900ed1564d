import type { IncomingHttpHeaders } from 'node:http';
import type { Sampling } from '../trajectory/sampling.ts';
import type { AnswerEnd } from './answer-end.ts';

import type { Place } from './upstream.ts';

/** One request of an agent to its model, and what came back, as they were. */
export type Exchange = Place & {
  /** From 1; null where the call was no turn. */
  turn: number | null;
  model: string;
  offersTools: boolean;
  sampling: Sampling['parameters'];
  /** What the agent sent. */
  request: Buffer;
  /** HTTP status, null where there was no answer. */
  status: number | null;
  /** Of the answer, as far as they belong to it and not to a connection. */
  headers: IncomingHttpHeaders;
  /** What the agent got. */
  response: Buffer;
  /** Whether it had to do without tools, as the last answer at a limit. */
  wrapUp: boolean;
  answer: AnswerEnd;
  /** Who ended it before its end, null where nobody did. */
  brokenBy: 'provider' | 'agent' | null;
  durationMs: number;
  /** What kept a provider from answering, as the system calls it. */
  trouble?: string;
  /** The answer is one of before; it counts as if it had been asked for now. */
  paidBefore?: true;
};

/** Whether a status answers for what was sent, and says nothing of the provider or of the account. */
export function isOfTheRequest(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![401, 402, 408, 429].includes(status);
}

type Fate = Pick<Exchange, 'status' | 'brokenBy'>;

/** Whether it is the provider that failed, by its status or by how its answer ended. */
export function isProviderFailure({ status, brokenBy }: Fate): boolean {
  if (brokenBy !== null) return brokenBy === 'provider';
  return status === null || status === 408 || status === 429 || status >= 500;
}

/**
 * Whether the agent has had an answer, and so its turn. One that leaves while it is being answered has had it; one that
 * gave up waiting for the first byte, or that was refused, has not.
 */
export function isAnswered(fate: Fate): boolean {
  return fate.status !== null && fate.status < 300 && !isProviderFailure(fate);
}
