/** Rejects a tool call: the agent must end now. The harness already knows why; an agent needs only to return. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
