import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait, setImmediate as yieldOnce } from 'node:timers/promises';
import type { Dialect } from './dialects/dialect.ts';
import type { Openings } from './thread.ts';
import type { Place, Upstream, UpstreamAnswer } from './upstream.ts';

/** An answer of a provider as it was, byte for byte. */
export type RecordedAnswer = {
  /** null where there was none: then `failed` says why. */
  status: number | null;
  headers: Record<string, string>;
  body: Buffer;
  brokenBy: 'provider' | 'agent' | null;
  failed: string | null;
  durationMs: number;
};

/** What answers in place of a provider, and how its conversations are known again. */
export type Recording = { answer: Upstream; openings: Openings };

/** What clients obey. Of the others some are new with each answer, and some name who pays. */
const OBEYED = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** The headers of an answer that are worth recording. */
export function obeyedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    OBEYED.flatMap((name) => (headers[name] === undefined ? [] : [[name, `${headers[name]}`]])),
  );
}

/** Whoever left before may leave again, a little later than it did then. */
const PATIENCE_MS = 1_000;

/**
 * Answers from a recording by the place of a request alone, whatever stands in it: bodies hold times and paths that
 * differ from run to run. It knows no address and no key. A request that was never recorded is refused in a way that
 * clients don't repeat.
 */
export function answerFrom(find: (place: Place) => RecordedAnswer | null): Upstream {
  return async ({ dialect, place, signal }) => {
    const recorded = find(place);
    if (!recorded) return refusal(dialect, `no answer is recorded to request ${place.ordinal} of ${place.thread}`);
    const { status, headers, body, failed } = recorded;
    if (status !== null)
      return { status, headers, body: Readable.from(play(recorded, body, signal)), isRecorded: true };
    await waitForLeaving(recorded, signal);
    throw new Error(failed ?? 'there was no answer');
  };
}

async function* play(recorded: RecordedAnswer, body: Buffer, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (body.length > 0) yield body;
  if (recorded.brokenBy === null) return;
  // What came before must be out, or the agent sees nothing instead of a part.
  await yieldOnce();
  await waitForLeaving(recorded, signal);
  throw new Error('the answer broke off here when it was recorded');
}

/** An agent that had given up waiting is let wait as long again. */
async function waitForLeaving({ brokenBy, durationMs }: RecordedAnswer, signal: AbortSignal): Promise<void> {
  if (brokenBy === 'agent') await wait(durationMs + PATIENCE_MS, undefined, { signal });
}

function refusal(dialect: Dialect, message: string): UpstreamAnswer {
  const body = Readable.from([Buffer.from(JSON.stringify(dialect.refusal(message)))]);
  return { status: 400, headers: { 'content-type': 'application/json' }, body };
}
