import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { tryJson } from '../json.ts';
import { LineFile } from './line-file.ts';

const Line = z.strictObject({ id: z.string(), value: z.unknown() });

/** The arrays of a request that grow with the conversation, in the dialects that are known. */
const GROWING = ['messages', 'input', 'tools', 'contents'];

/** What a model answered, as its bytes were: `text`, or `base64` beside it where they are no UTF-8. */
const Answer = z.strictObject({
  contentType: z.string(),
  text: z.string(),
  base64: z.base64().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** No conversation comes near; without a bound an agent could fill the disk. Beyond it ids alone are kept. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Keeps what went to a model and came back beside a trajectory, each message once by its content: whole requests would
 * grow with the square of the turns.
 */
export function openBodies(path: string) {
  const file = new LineFile(path);
  const kept = new Set<string>();
  let bytes = 0;
  const keep = (value: unknown): string => {
    const text = JSON.stringify(value);
    const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    if (kept.has(id)) return id;
    kept.add(id);
    bytes += text.length;
    if (bytes <= MAX_BYTES) file.append({ id, value });
    return id;
  };
  return {
    /** A JSON body; one that is none is kept as its text. Returns its id. */
    keepRequest(body: Buffer): string {
      const text = body.toString();
      const parsed = tryJson(text);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return keep({ text });
      const parts = Object.entries(parsed).filter(([key, value]) => GROWING.includes(key) && Array.isArray(value));
      const rest = Object.entries(parsed).filter(([key]) => !parts.some(([own]) => own === key));
      const ids = parts.map(([key, values]) => [key, (values as unknown[]).map(keep)]);
      return keep({ body: Object.fromEntries(rest), parts: Object.fromEntries(ids) });
    },
    keepAnswer(body: Buffer, headers: Record<string, string>): string {
      const { 'content-type': contentType = '', ...rest } = headers;
      return keep({
        contentType,
        text: body.toString(),
        ...(!isUtf8(body) && { base64: body.toString('base64') }),
        ...(Object.keys(rest).length > 0 && { headers: rest }),
      } satisfies Answer);
    },
    close: () => file.close(),
    [Symbol.asyncDispose]: () => file.close(),
  };
}
export type Bodies = ReturnType<typeof openBodies>;

const Request = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({
    body: z.record(z.string(), z.unknown()),
    parts: z.record(z.string(), z.array(z.string())),
  }),
]);

/** Reads what openBodies kept. Lines that a crash cut are left out. */
export async function readBodies(path: string) {
  const values = new Map<string, unknown>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const parsed = Line.safeParse(tryJson(line));
    if (parsed.success) values.set(parsed.data.id, parsed.data.value);
  }
  return {
    /** The request as JSON, keys in another order than it was sent; null where it is not there. */
    request(id: string): unknown {
      const found = Request.safeParse(values.get(id));
      if (!found.success) return null;
      if ('text' in found.data) return found.data.text;
      const { body, parts } = found.data;
      const arrays = Object.entries(parts).map(([key, ids]) => [key, ids.map((part) => values.get(part))]);
      return { ...body, ...Object.fromEntries(arrays) };
    },
    answer(id: string): Answer | null {
      return Answer.safeParse(values.get(id)).data ?? null;
    },
  };
}
