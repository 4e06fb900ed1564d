import type { IncomingMessage } from 'node:http';
import { tryJson } from '../json.ts';

/** `value` is undefined where the body is not JSON, or deeper than may be written out again without harm to the stack. */
export type Body = { source: Buffer; value: unknown };

/** Nothing that agents rightly send is deeper. */
const MAX_DEPTH = 64;

/** null where there is more than `maxBytes`. Rejects when the client leaves before the end. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open where it is too large, or the answer that says so could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  const source = Buffer.concat(chunks);
  const value = tryJson(source.toString());
  return { source, value: isWithin(value, MAX_DEPTH) ? value : undefined };
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}
