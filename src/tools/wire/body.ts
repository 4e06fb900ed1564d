import type { IncomingMessage } from 'node:http';
import { readBody } from '../../loopback/body.ts';
import type { Fault } from './shapes.ts';

/** A file to write fits in, twice what its JSON takes for ordinary text. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

type Read = { ok: true; value: unknown } | { ok: false; fault: Fault; message: string };

/** The JSON of a request, `{}` where it is empty. Rejects when the client leaves before the end. */
export async function readJson(request: IncomingMessage): Promise<Read> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) return { ok: false, fault: 'TOO_LARGE', message: `the body is larger than ${MAX_BODY_BYTES} bytes` };
  if (body.source.length === 0) return { ok: true, value: {} };
  if (body.value !== undefined) return { ok: true, value: body.value };
  return { ok: false, fault: 'BAD_REQUEST', message: 'the body is not JSON, or nested too deep' };
}
