import type { ServerResponse } from 'node:http';

/** Answers with JSON where nothing was said yet, and somebody is there to hear it. */
export function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
