import { Stopped } from '../stopped.ts';
import type { Toolbox, ToolResult } from '../toolbox.ts';
import type { Fault } from './shapes.ts';

export type Called = { ok: true; result: ToolResult } | { ok: false; fault: Fault; message: string };

/**
 * One call for somebody who is not in this process, and so gets no exceptions. What names no tool is no call: it is
 * neither charged nor recorded. Bad arguments are. An error that isn't the agent's goes to `onFailure`, not to the agent.
 */
export async function callFor(
  toolbox: Toolbox,
  { name, args, onFailure }: { name: string; args: Record<string, unknown>; onFailure(error: unknown): void },
): Promise<Called> {
  const names = toolbox.tools.map((tool) => tool.name);
  if (!names.includes(name)) {
    return { ok: false, fault: 'UNKNOWN_TOOL', message: `no tool ${name}; there are ${names.join(', ')}` };
  }
  try {
    return { ok: true, result: await toolbox.call(name, args) };
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, fault: 'STOPPED', message: error.message };
    onFailure(error);
    return { ok: false, fault: 'HARNESS_FAILED', message: 'the harness failed; the agent can do nothing about it' };
  }
}
