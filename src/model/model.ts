/** A tool as a model is told of it. `inputSchema` is JSON Schema. */
export type ModelTool = { name: string; description: string; inputSchema: Record<string, unknown> };

/** `args` is null where the model wrote no JSON object; `source` is what it wrote. */
export type ModelCall = { id: string; tool: string; args: Record<string, unknown> | null; source: string };

export type ModelAnswer = {
  text: string;
  calls: ModelCall[];
  /** In the provider's own form, to be sent back as it is: it may hold more than we read. */
  native: unknown;
};

export type ModelTurn =
  | { by: 'user'; text: string }
  | { by: 'model'; answer: ModelAnswer }
  | { by: 'tools'; results: { id: string; text: string; isError: boolean }[] };

export type ModelRequest = {
  system: string;
  turns: readonly ModelTurn[];
  tools: readonly ModelTool[];
  signal: AbortSignal;
};

/** A language model with native tool calling. Rejects with ModelFailure. */
export type Model = (request: ModelRequest) => Promise<ModelAnswer>;

/** `context`: the conversation is longer than the model takes. `refused`: any other 4xx. `provider`: not our doing. */
export class ModelFailure extends Error {
  readonly kind: 'context' | 'refused' | 'provider';

  constructor(kind: ModelFailure['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ModelFailure';
    this.kind = kind;
  }
}

/** Where a model is and how it is called. */
export type ModelAddress = { baseUrl: string; apiKey: string; model: string };

/** Both clients wait with jitter between tries, and as long as the provider asks them to. */
export const MAX_RETRIES = 6;

/** Says what went wrong in a call by status and message, as providers have no common word for it. */
export function asModelFailure(error: unknown, status: number | undefined): ModelFailure {
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (status === undefined || status === 408 || status === 429 || status >= 500) {
    return new ModelFailure('provider', message, options);
  }
  const isOverflow = /context[ _](length|window)|maximum context|prompt is too long|too many (input )?tokens/i.test(
    message,
  );
  return new ModelFailure(isOverflow || status === 413 ? 'context' : 'refused', message, options);
}

/** Arguments as a model wrote them. */
export function parseArgs(source: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(source || '{}');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
