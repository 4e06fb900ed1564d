import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Where a dialect's requests go. `headers` replace the client's: they hold the key, which no sandbox sees. */
export type Upstream = { baseUrl: string; headers: Record<string, string> };

/** Of one connection and not of the message (RFC 9110, 7.6.1), or of the one who speaks: never passed on. */
const OWN = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host'.split(' '),
);
/** The agent has a token for us there, at most. And what comes back has to be readable. */
const REPLACED = ['authorization', 'x-api-key', 'api-key', 'cookie', 'accept-encoding', 'content-length'];

/** Resolves with the answer's head; its bytes are still to come. Rejects where there is no answer. */
export function forward(
  upstream: Upstream,
  path: string,
  { headers, body, signal }: { headers: IncomingHttpHeaders; body: Buffer; signal: AbortSignal },
): Promise<IncomingMessage> {
  const url = new URL(upstream.baseUrl.replace(/\/$/, '') + path);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const kept = Object.fromEntries(Object.entries(endToEnd(headers)).filter(([name]) => !REPLACED.includes(name)));
  const own = { 'content-length': String(body.length), 'accept-encoding': 'identity' };
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method: 'POST', headers: { ...kept, ...own, ...upstream.headers }, signal });
    outgoing.once('response', resolve).once('error', reject);
    outgoing.end(body);
  });
}

/** Headers that belong to the message. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name) && !named.includes(name)));
}
