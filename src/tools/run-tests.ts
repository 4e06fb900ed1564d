import { z } from 'zod';
import { NODE_REPORTER_PATH } from '../sandbox/contract.ts';
import { hasFailed, renderShellResult } from './shell-output.ts';
import type { Tool } from './tool.ts';

/** A plain file: what the agent's own test run reports decides nothing. */
const REPORT = '/tmp/gymkhana-dev-report';

const input = z.strictObject({});

export const runTests: Tool<typeof input> = {
  name: 'run_tests',
  description:
    "Run the repository's own tests. Shows the command, its output and exit code. Some may fail before any change.",
  input,
  async run(_, env) {
    const settings = `export GYMKHANA_REPORT=${REPORT} GYMKHANA_NODE_REPORTER=${NODE_REPORTER_PATH}`;
    // Reporters append, so the file of the last run has to go.
    const command = `${settings}\nrm -rf ${REPORT} && : > ${REPORT}\n${env.devTests.command}`;
    const { timeoutMs, maxOutputBytes } = env;
    const result = await env.shell.run(command, { timeoutMs, maxOutputBytes, stateful: false });
    const isError = hasFailed(result);
    const text = renderShellResult(result, timeoutMs, maxOutputBytes);
    return {
      text: `${shown(settings)}${shown(env.devTests.command)}${isError ? text : `${text}\n[exit code 0]`}`,
      isError,
    };
  },
};

/** What was run, so that a part of it can be run in `bash`. */
function shown(command: string): string {
  return `${command.trim()}\n`.replaceAll(/^/gm, '$$ ').replace(/\$ $/, '');
}
