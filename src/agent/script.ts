import { Stopped } from '../tools/stopped.ts';
import type { Agent } from './agent.ts';

/** One tool call of a script. */
export type ToolCall = { tool: string; args: Record<string, unknown> };

/** Makes the calls in order, whatever they answer, until they are over or it must stop. */
export function createScriptAgent(script: { name: string; version: string; calls: readonly ToolCall[] }): Agent {
  const { name, version, calls } = script;
  return {
    name,
    version,
    async run({ toolbox }) {
      try {
        for (const { tool, args } of calls) await toolbox.call(tool, args);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
      }
      return { kind: 'finished' };
    },
  };
}
