import type { Tokens } from '../../budget/prices.ts';

/** The wire formats that models are spoken to in: OpenAI Chat Completions, OpenAI Responses, Anthropic Messages. */
export type DialectName = 'chat' | 'responses' | 'messages';

/** A tool as a request offers it. `namespace`: of a group of tools, as Responses has them. */
export type OfferedTool = { name: string; namespace?: string };

/** One part of a conversation. A model's answer of several items (text, calls) is one part. */
export type Part = { by: 'system' | 'user' | 'model'; text: string };

/** What metering, matching and threads need of a request, whatever its dialect. Unknown fields are passed over. */
export type RequestView = {
  model: string;
  stream: boolean;
  tools: OfferedTool[];
  /** The tools are there, and none may be called. */
  withheld: boolean;
  /** The one tool that must be called: where a dialect has no other way to ask for an answer of a certain form. */
  form: string | null;
  parts: Part[];
  /** What makes an answer come out the same again, in dialects that have it. */
  seed: number | null;
};

export type CallPiece = { at: number; tool?: string; args?: string };

/** What one JSON object of an answer says: the whole body, or one event of a stream. */
export type AnswerNews = {
  /** As the provider writes it. It is merged field by field: what an event leaves out, or says null for, stays. */
  usage?: Record<string, unknown>;
  /** More of the text that the model says. */
  said?: string;
  /** More of its calls, each by its place in the answer: a name comes whole, arguments in pieces. */
  calls?: CallPiece[];
  /** There is content that is neither text nor a call, as reasoning is. */
  hasOther?: boolean;
  /** Why the model stopped, in the dialect's own words. A stream may say its usage after that. */
  finish?: string;
  /** The answer is whole. A stream that ends before has broken off. */
  done?: true;
  /** The provider says inside a 200 that it failed. */
  failed?: string;
  /** The status that this failure amounts to; null or none where the provider doesn't say. */
  code?: number | null;
};

/** How a dialect is read, and the only edits that metering makes. Reading is lenient: what a body does not hold is empty. */
export type Dialect = {
  name: DialectName;
  /** The path behind the base URL, as clients of this dialect ask for it. */
  path: RegExp;
  readRequest(body: unknown): RequestView;
  readAnswer(body: unknown): AnswerNews;
  readEvent(data: unknown): AnswerNews;
  /** Tokens of a usage that was merged; 0 for what it doesn't say. */
  readUsage(usage: Record<string, unknown>): Tokens;
  /** Fields to set so that a streamed answer tells its usage; null where it does anyway. */
  askForUsage(body: unknown): Record<string, unknown> | null;
  /** The value of `tool_choice` with which the model answers without calling a tool. */
  noTools: unknown;
  /** An error in the form that clients of this dialect show to people. */
  refusal(message: string): unknown;
};

export const NO_USAGE: Tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 };
