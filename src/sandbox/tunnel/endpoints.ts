import type { EndpointHandler, SandboxSpec } from '../contract.ts';

/** The same in every sandbox: what an agent is told doesn't depend on the trial. Below the ports of outgoing connections. */
const FIRST_PORT = 7470;

export type PlannedEndpoint = { name: string; port: number; handler: EndpointHandler };

/** A port for each endpoint, in the order of the spec. */
export function planEndpoints(endpoints: SandboxSpec['endpoints'] = {}): PlannedEndpoint[] {
  return Object.entries(endpoints).map(([name, handler], n) => ({ name, handler, port: FIRST_PORT + n }));
}

/** Where code inside reaches them. */
export function urlsOf(planned: readonly PlannedEndpoint[]): Record<string, string> {
  return Object.fromEntries(planned.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));
}
