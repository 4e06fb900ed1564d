import type { Served } from '../budget/charge.ts';
import type { Tokens } from '../budget/prices.ts';

/** What an answer came to. `whole` is false where it broke off or the provider failed. */
export type AnswerEnd = {
  /** As the provider says; 0 for what it doesn't say. */
  usage: Tokens;
  said: string;
  calls: { tool: string; args: string }[];
  whole: boolean;
  failed: string | null;
  /** How it was served, as far as it says. */
  served: Served;
  /** The status that the failure amounts to, null where the provider doesn't say. */
  code: number | null;
  /** It was thought or said: some of it may have been used. */
  hasContent: boolean;
  /** Whether parts of `usage` are estimated. */
  isEstimated?: boolean;
};
