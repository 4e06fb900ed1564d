import type { Duplex } from 'node:stream';
import type { Inside } from '../agent/agent.ts';
import type { EndpointHandler, Sandbox } from '../sandbox/contract.ts';

/** The ways out of a sandbox, made before what is behind them: a sandbox is opened with its endpoints. */
export type Doors = {
  endpoints: Record<'tools' | 'model', EndpointHandler>;
  inside(sandbox: Sandbox): Inside;
};

export function createDoors(): Doors {
  const behind = new Map<string, EndpointHandler>();
  const door = (name: string) => (connection: Duplex) => {
    const handler = behind.get(name);
    if (handler) handler(connection);
    else connection.destroy();
  };
  return {
    endpoints: { tools: door('tools'), model: door('model') },
    inside: ({ spawn, endpoints }) => ({
      spawn,
      urls: { tools: endpoints.tools ?? '', model: endpoints.model ?? '' },
      connect: (to, handler) => void behind.set(to, handler),
    }),
  };
}
