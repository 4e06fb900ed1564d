import { expect, it } from 'vitest';
import type { ShellResult } from '../../../src/sandbox/contract.ts';
import { renderShellResult } from '../../../src/tools/shell-output.ts';

const result = (said: Partial<ShellResult>): ShellResult => ({
  exitCode: 0,
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  omitted: { stdout: 0, stderr: 0 },
  timedOut: false,
  lost: false,
  ...said,
});

it('says how a command ended', () => {
  const state = 'the working directory and environment are as before it';
  expect(renderShellResult(result({}), 500, 1_000)).toBe('(no output)');
  expect(renderShellResult(result({ exitCode: 137 }), 500, 1_000)).toBe('[exit code 137]');
  expect(renderShellResult(result({ exitCode: 137, timedOut: true }), 1_500, 1_000)).toBe(
    `[timed out after 1.5 s; ${state}]`,
  );
  expect(renderShellResult(result({ exitCode: null, lost: true }), 500, 1_000)).toBe(
    `[the shell was lost and has been restarted; ${state}]`,
  );
});

it('gives stderr at most half of the room, or what stdout leaves', () => {
  const long = Buffer.alloc(5_000, 'o');
  const both = renderShellResult(result({ stdout: long, stderr: long, exitCode: 1 }), 500, 2_000);
  expect(both.length).toBeLessThanOrEqual(2_000);
  const [stdout = '', stderr = ''] = both.split('[stderr]');
  expect(Math.abs(stdout.length - stderr.length)).toBeLessThan(50);
  const quiet = renderShellResult(result({ stdout: Buffer.from('x'), stderr: long }), 500, 2_000);
  expect(quiet.length).toBeGreaterThan(1_700);
});
