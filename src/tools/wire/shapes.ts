import { z } from 'zod';

/** What went wrong with a request, and the status that says so. */
export const FAULTS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  UNKNOWN_TOOL: 404,
  METHOD_NOT_ALLOWED: 405,
  /** The agent has to end: a limit is reached, the work is submitted or the run was stopped. Nothing will work again. */
  STOPPED: 410,
  TOO_LARGE: 413,
  /** Not the agent's fault, and not its task to mend. */
  HARNESS_FAILED: 503,
} as const;
export type Fault = keyof typeof FAULTS;

/** Every answer that is none of the others. */
export const FaultAnswer = z.strictObject({
  error: z.strictObject({ code: z.enum(Object.keys(FAULTS) as [Fault, ...Fault[]]), message: z.string() }),
});

export const ResultAnswer = z.strictObject({
  text: z.string().describe('what a model should read, cut to the output budget'),
  isError: z.boolean().describe('the tool did not do its work: bad arguments, a failing command'),
});

export const ToolsAnswer = z.strictObject({
  tools: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      inputSchema: z.record(z.string(), z.unknown()).describe('JSON Schema, draft 2020-12'),
    }),
  ),
});

export const TaskAnswer = z.strictObject({
  instruction: z.string(),
  limits: z.string().describe('a sentence; empty where the agent is not told its limits'),
  history: z.string().optional().describe('what was done before, where the agent goes on from there'),
  workspace: z.string().describe('where the repository is, in the sandbox'),
});
