import { tryJson } from '../json.ts';

/** A tool as a model is told of it. `inputSchema` is JSON Schema. */
export type ModelTool = { name: string; description: string; inputSchema: Record<string, unknown> };

/** `args` is null where the model wrote no JSON object; `source` is what it wrote. */
export type ModelCall = { id: string; tool: string; args: Record<string, unknown> | null; source: string };

export type ModelAnswer = {
  text: string;
  calls: ModelCall[];
  /** In the provider's own form, to be sent back as it is: it may hold more than we read. */
  native: unknown;
  /** Of the text's tokens in order; null where none were asked for, or the provider gives none. */
  logprobs: TokenLogprob[] | null;
  /** What it thought, where the provider tells. */
  reasoning?: string;
  /** Why it ended, where that is not that it was done: at a bound of its length, or to be asked to go on. */
  end?: 'cut' | 'paused';
};

/** `top` are the likeliest tokens of this place, as a rule this one among them. */
export type TokenLogprob = { token: string; logprob: number; top: { token: string; logprob: number }[] };

export type ModelTurn =
  | { by: 'user'; text: string }
  | { by: 'model'; answer: ModelAnswer }
  | { by: 'tools'; results: { id: string; text: string; isError: boolean }[] };

export type ModelRequest = {
  system: string;
  turns: readonly ModelTurn[];
  tools: readonly ModelTool[];
  /** How many of the likeliest tokens to tell for each place of the answer. Not every provider can. */
  logprobs?: number;
  /** The answer's text is to be JSON of this JSON Schema. */
  json?: { name: string; schema: Record<string, unknown> };
  temperature?: number;
  /** Of the provider's sampling, where it has one. */
  seed?: number;
  signal: AbortSignal;
};

/** A language model with native tool calling. Rejects with ModelFailure. */
export type Model = (request: ModelRequest) => Promise<ModelAnswer>;

/** A call came to nothing. Why is the gateway's to say: it saw what the provider answered. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
}

/** Where a model is, how it is called and whose dialect it speaks: the gateway of a rollout. */
export type ModelAccess = {
  /** Without a path. */
  url: string;
  /** For the gateway; the provider's own stays with it. */
  key: string;
  /** As the provider calls it. */
  model: string;
  speaks: 'openai' | 'anthropic';
};

/** Both clients wait with jitter between tries, and as long as the provider asks them to. */
export const MAX_RETRIES = 6;

/** What a client throws, as ModelFailure; an abort stays what it is. */
export function asModelFailure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return new ModelFailure(error instanceof Error ? error.message : String(error), { cause: error });
}

/**
 * Arguments of a call as servers send them: a JSON text, the object itself, a JSON text of that text, or nothing where a
 * tool takes none.
 */
export function readArguments(value: unknown): Pick<ModelCall, 'args' | 'source'> {
  if (typeof value !== 'string') {
    const source = value === undefined || value === null ? '' : JSON.stringify(value);
    return { args: source === '' ? {} : objectOrNull(value), source };
  }
  const parsed = value.trim() === '' ? {} : tryJson(value);
  const inner = typeof parsed === 'string' ? tryJson(parsed) : parsed;
  return { args: inner === null ? {} : objectOrNull(inner), source: value };
}

/**
 * Arguments as they go back. What is no object, as one that was cut off, would be refused with the whole conversation, and
 * so would half a character.
 */
export function writeArguments({ args }: Pick<ModelCall, 'args'>): string {
  return JSON.stringify(args ?? {}, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}

/** Stands in a conversation for an answer without any text: providers refuse an empty one. */
export const NO_TEXT = '(no text)';

export function objectOrNull(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
