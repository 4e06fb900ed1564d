import { z } from 'zod';
import { shellText } from './path.ts';
import { hasFailed, renderShellResult } from './shell-output.ts';
import type { Tool } from './tool.ts';

const input = z.strictObject({
  command: shellText(),
  timeoutSeconds: z.number().positive().optional().describe('less than the limit of a call; more has no effect'),
});

export const bash: Tool<typeof input> = {
  name: 'bash',
  description:
    'Run a command in a shell that keeps its working directory and exported variables from call to call. ' +
    'There is no terminal and no input. Shows stdout, then stderr, then the exit code if it is not 0.',
  input,
  async run({ command, timeoutSeconds }, env) {
    const timeoutMs = Math.min(env.timeoutMs, (timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000);
    const result = await env.shell.run(command, { timeoutMs, maxOutputBytes: env.maxOutputBytes });
    return { text: renderShellResult(result, timeoutMs, env.maxOutputBytes), isError: hasFailed(result) };
  },
};
