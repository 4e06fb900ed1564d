import type { Answer } from './choose-reply.ts';

/** How a dialect says an answer. `body` is the request, for what it asks of the form. */
export type Writer = {
  whole(answer: Answer, body: Record<string, unknown>): unknown;
  /** Frames of a server-sent event stream. */
  stream(answer: Answer, body: Record<string, unknown>): Iterable<string>;
  failure(status: number, message: string): unknown;
};

/** One server-sent event. */
export function frame(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** A text in pieces, as a model would stream it. */
export function pieces(text: string): string[] {
  return text.match(/.{1,16}/gsu) ?? [];
}

/** 2026-01-01: answers are the same whenever they are given. */
export const CREATED = 1_767_225_600;

/** OpenAI's two dialects report failures alike. */
export function openAiFailure(status: number, message: string): unknown {
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param: null, code: null } };
}
