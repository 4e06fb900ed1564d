import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createGateway, type GatewayOptions } from './gateway.ts';

/** A gateway of one rollout. `key` is what its requests carry in place of the provider's. */
export type Gateway = AsyncDisposable & {
  /** On loopback, without a path. */
  url: string;
  key: string;
  /** Serves a connection that came in another way. */
  connect(connection: Duplex): void;
};

/** Opens a gateway on loopback. Whoever lacks its key is refused: others on this machine must not spend its money. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const key = randomBytes(24).toString('base64url');
  const serve = createGateway(options);
  const server = createServer((request, response) => {
    if (!isKey(keyOf(request), key)) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'this gateway has a key of its own' } }));
      return;
    }
    // Every failure of a provider is an answer; what is left is an agent that left in the middle.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    connect: (connection) => void server.emit('connection', connection),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where the clients of the three dialects send it. */
function keyOf({ headers }: IncomingMessage): string {
  const [bearer, plain] = [headers.authorization, headers['x-api-key'] ?? headers['api-key']];
  return bearer?.replace(/^Bearer /i, '') ?? (typeof plain === 'string' ? plain : '');
}

function isKey(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
