import { createServer, type IncomingMessage } from 'node:http';
import { GymkhanaError } from '../errors.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback/server.ts';
import { createToken, isToken } from '../loopback/token.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { reply } from './reply.ts';

/** A gateway of one rollout. `key` is what its requests carry in place of the provider's. */
export type Gateway = LoopbackServer & {
  key: string;
  /** Rejects with what the harness itself has failed at, which is no fault of the agent's. */
  failed: Promise<never>;
};

/** Opens a gateway on loopback. Whoever lacks its key is refused. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const key = createToken();
  const serve = createGateway(options);
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const server = createServer((request, response) => {
    if (!isToken(keyOf(request), key)) {
      reply(response, 401, { error: { message: 'this gateway has a key of its own' } });
      return;
    }
    serve(request, response).catch((error: unknown) => {
      // Every failure of a provider is an answer: else it is an agent that left in the middle.
      if (error instanceof GymkhanaError) fail(error);
      response.destroy();
    });
  });
  return { ...(await listenOnLoopback(server)), key, failed };
}

/** Where the clients of the three dialects send it. */
function keyOf({ headers }: IncomingMessage): string {
  const [bearer, plain] = [headers.authorization, headers['x-api-key'] ?? headers['api-key']];
  return bearer?.replace(/^Bearer /i, '') ?? (typeof plain === 'string' ? plain : '');
}
