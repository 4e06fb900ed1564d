import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PaidFile } from './paid-file.ts';
import { createAnswerReader } from './read-answer.ts';
import { obeyedHeaders } from './recorded.ts';
import type { AskedUpstream, Upstream, UpstreamAnswer } from './upstream.ts';

/**
 * What makes requests the same. `bytes`: all of them, for those who ask the same thing again. `conversation`: how it
 * opens, for agents, in whose requests stands what their tools said, and that may hold times.
 */
export type SameBy = 'bytes' | 'conversation';

/** An answer that is on file, and what takes it from there. */
export type PaidOnce = { isBefore: boolean; forget(): Promise<void> };

/**
 * A provider that is never paid twice for one request. The n-th time that this session asks for the same, it is given the
 * n-th answer that is on file, byte for byte; only where there is none, the provider is asked. Its answer, if it is whole,
 * is on disk before the end of it is handed on: whoever was killed before has not acted on it. A request that came to
 * nothing gives its number back.
 */
export function payOnce(
  provider: Upstream,
  file: PaidFile,
  by: SameBy,
  onAnswer?: (answer: PaidOnce | null) => void,
): Upstream {
  const counts = createCounts();
  const keyOf = KEYS[by];
  return async (asked) => {
    onAnswer?.(null);
    const key = keyOf(asked);
    const n = counts.take(key);
    const paid = file.find(key, n);
    const forget = async (isBefore: boolean) => {
      await file.forget(key, n);
      // What is asked in its place stands where it stood.
      if (isBefore) counts.giveBack(key, n);
    };
    if (paid) onAnswer?.({ isBefore: true, forget: () => forget(true) });
    if (paid) return { ...paid, body: Readable.from([Buffer.from(paid.base64, 'base64')]), paidBefore: true };
    const giveBack = () => counts.giveBack(key, n);
    try {
      const answer = await provider(asked);
      const keep = async (whole: Buffer) => {
        const headers = obeyedHeaders(answer.headers);
        onAnswer?.({ isBefore: false, forget: () => forget(false) });
        await file.keep({ key, n, status: answer.status, headers, base64: whole.toString('base64') });
      };
      return { ...answer, body: Readable.from(keeping(asked, answer, { keep, giveBack })) };
    } catch (error) {
      giveBack();
      throw error;
    }
  };
}

type Ways = { keep(whole: Buffer): Promise<void>; giveBack(): void };

/** Passes on what comes, but for the end: that is held until the whole is safe. */
async function* keeping(
  { dialect }: AskedUpstream,
  { status, headers, body }: UpstreamAnswer,
  { keep, giveBack }: Ways,
): AsyncGenerator<Buffer> {
  const contentType = headers['content-type'] ?? '';
  const reader = createAnswerReader(dialect, contentType);
  // A client may act on the event that ends a stream, whatever bytes follow; elsewhere the last byte ends it.
  const held = contentType.startsWith('text/event-stream') ? 0 : 1;
  const chunks: Buffer[] = [];
  let sent = 0;
  let isKept = false;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      reader.push(chunk);
      chunks.push(chunk);
      while (sent < chunks.length - held && !reader.isDone()) yield chunks[sent++]!;
    }
    if (status < 300 && reader.end().whole) {
      await keep(Buffer.concat(chunks));
      isKept = true;
    }
    yield* chunks.slice(sent);
  } finally {
    if (!isKept) giveBack();
  }
}

/** Numbers for each key, from 1: always the smallest that nobody has. */
function createCounts() {
  const taken = new Map<string, Set<number>>();
  return {
    take(key: string): number {
      const numbers = taken.get(key) ?? new Set();
      taken.set(key, numbers);
      let n = 1;
      while (numbers.has(n)) n += 1;
      numbers.add(n);
      return n;
    },
    giveBack: (key: string, n: number) => void taken.get(key)?.delete(n),
  };
}

const KEYS: Record<SameBy, (asked: AskedUpstream) => string> = {
  bytes: ({ dialect, path, body }) => digest(`${dialect.name}\n${path}\n`, body),
  conversation: ({ dialect, place }) => digest(`${dialect.name}\n${place.opening}\n`),
};

function digest(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
