import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dialect } from './dialects/dialect.ts';

/**
 * Where a request stands: the conversation it belongs to, a digest of how that one opens, and which of its requests it
 * is, from 1, as they were asked.
 */
export type Place = { thread: string; opening: string; ordinal: number };

export type AskedUpstream = {
  dialect: Dialect;
  place: Place;
  /** Behind the base URL, with its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
};

/** The head of an answer; its bytes are still to come. They end with an error where the answer breaks off. */
export type UpstreamAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
  /** Nobody was asked: it is an answer of before. */
  paidBefore?: true;
  /** It is played from a recording: an agent had it exactly so. */
  isRecorded?: true;
};

/** What answers an agent's requests: a provider, or a recording of one. Rejects where there is no answer. */
export type Upstream = (asked: AskedUpstream) => Promise<UpstreamAnswer>;
