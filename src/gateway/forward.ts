import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Upstream } from './upstream.ts';

/** Of one connection and not of the message (RFC 9110, 7.6.1), or of the one who speaks: never passed on. */
const OWN = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host'.split(' '),
);
/** The agent has a token for us there, at most. And what comes back has to be readable. */
const REPLACED = ['authorization', 'x-api-key', 'api-key', 'cookie', 'accept-encoding', 'content-length'];

/** A provider. `headers` replace the client's: they hold the key, which no sandbox sees. */
export function forwardTo({ baseUrl, headers }: { baseUrl: string; headers: Record<string, string> }): Upstream {
  return async ({ path, headers: asked, body, signal }) => {
    const kept = Object.fromEntries(Object.entries(endToEnd(asked)).filter(([name]) => !REPLACED.includes(name)));
    const own = { 'content-length': String(body.length), 'accept-encoding': 'identity' };
    const url = new URL(baseUrl.replace(/\/$/, '') + path);
    const answer = await send(url, { headers: { ...kept, ...own, ...headers }, body, signal });
    return { status: answer.statusCode ?? 502, headers: endToEnd(answer.headers), body: answer };
  };
}

type Sent = { headers: IncomingHttpHeaders; body: Buffer; signal: AbortSignal };

function send(url: URL, { headers, body, signal }: Sent): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, signal });
    outgoing.once('response', resolve).once('error', reject);
    outgoing.end(body);
  });
}

/** Headers that belong to the message. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name) && !named.includes(name)));
}
