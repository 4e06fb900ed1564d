import type { z } from 'zod';
import type { Shell } from '../sandbox/contract.ts';
import type { ToolResult } from './toolbox.ts';

/** What a tool may use. */
export type ToolEnv = {
  shell: Shell;
  devTests: { command: string };
  /** For the whole call: the tool limit, or the wall time that is left. */
  timeoutMs: number;
  /** What an agent is shown of one call, in bytes of UTF-8. */
  maxOutputBytes: number;
};

/** One thing an agent can do. `run` gets arguments that passed `input`. */
export type Tool<Input extends z.ZodObject = z.ZodObject> = {
  name: string;
  description: string;
  input: Input;
  run(args: z.output<Input>, env: ToolEnv): Promise<ToolResult>;
};

export function success(text: string): ToolResult {
  return { text, isError: false };
}

export function failure(text: string): ToolResult {
  return { text, isError: true };
}
