import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type LoopbackServer = AsyncDisposable & {
  /** Without a path. */
  url: string;
  /** Talks HTTP with whoever is at the other end of a stream, as an endpoint of a sandbox hands it over. */
  serve(connection: Duplex): void;
};

/** Port 0 takes any that is free. Disposing breaks off every connection. */
export async function listenOnLoopback(server: Server, port = 0): Promise<LoopbackServer> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (connection) => void server.emit('connection', connection),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
