import type { IncomingMessage } from 'node:http';
import type { Fault } from './shapes.ts';

/** A file to write fits in, twice what its JSON takes for ordinary text. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** No tool's arguments are deeper, and what is written out again recursively must not exhaust the stack. */
const MAX_DEPTH = 32;

export type Body = { ok: true; value: unknown } | { ok: false; fault: Fault; message: string };

/** The JSON of a request, `{}` where it is empty. Rejects when the client leaves before the end. */
export async function readJson(request: IncomingMessage): Promise<Body> {
  const source = await readBounded(request);
  if (source === null) {
    return { ok: false, fault: 'TOO_LARGE', message: `the body is larger than ${MAX_BODY_BYTES} bytes` };
  }
  if (source.length === 0) return { ok: true, value: {} };
  const value = parse(source);
  if (value === undefined) return { ok: false, fault: 'BAD_REQUEST', message: 'the body is not JSON' };
  if (!isWithin(value, MAX_DEPTH)) {
    return { ok: false, fault: 'BAD_REQUEST', message: `the body is nested deeper than ${MAX_DEPTH} levels` };
  }
  return { ok: true, value };
}

async function readBounded(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open where it is too large, or the answer that says so could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(source: Buffer): unknown {
  try {
    return JSON.parse(source.toString());
  } catch {
    return undefined;
  }
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}
