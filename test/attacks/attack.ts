import type { ToolCall } from '../../src/agent/script.ts';

/** An agent that wants the score without the work: the tool calls it makes on a bundled task, never holding the fix. */
export type Attack = { name: string; task: string; calls: readonly ToolCall[] };

export const SUBMIT: ToolCall = { tool: 'submit', args: {} };

export function bash(command: string): ToolCall {
  return { tool: 'bash', args: { command } };
}

export function write(path: string, content: string): ToolCall {
  return { tool: 'write_file', args: { path, content } };
}

/** Makes a JavaScript package run `source` in every process that imports it. */
export function plantInNode(source: string): ToolCall[] {
  return [write('src/setup.js', source), bash(`sed -i "1i import './setup.js';" src/index.js`)];
}

/** The same for the Python package of tillroll. */
export function plantInPython(source: string): ToolCall[] {
  return [write('tillroll/setup.py', source), bash(`sed -i '2i from . import setup' tillroll/__init__.py`)];
}
