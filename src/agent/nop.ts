import type { Agent } from './agent.ts';

/** Leaves the workspace as it is: what it scores, a task gives for nothing. */
export function createNopAgent(): Agent {
  return { name: 'nop', version: '1', run: async () => ({ kind: 'finished' }) };
}
