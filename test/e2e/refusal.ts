import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Done, Workplace } from './workplace.ts';

/** Said as soon as it is known, and so before what is refused later. */
const CHOICE_OF_SANDBOX = /^sandbox: (docker|namespace), because /;

/** That a command said these coded lines and nothing else: no stack trace, no half a result. */
export function expectRefusal({ exitCode, stdout, stderr }: Done, lines: RegExp[], expectedExit = 2): void {
  const said = stderr.split('\n').filter((line) => !CHOICE_OF_SANDBOX.test(line));
  const matches = said.length === lines.length && said.every((line, index) => lines[index]!.test(line));
  expect(matches, `expected ${lines.join(' and ')}, got\n${stderr}`).toBe(true);
  for (const line of said) expect(line).toMatch(/^[A-Z]+(_[A-Z]+)* \S/);
  expect({ exitCode, stdout }).toEqual({ exitCode: expectedExit, stdout: '' });
}

/** Names under runs/; what a run of the past learnt about tasks is none. */
export async function runsIn(place: Workplace): Promise<string[]> {
  if (!existsSync(place.path('runs'))) return [];
  return (await readdir(place.path('runs'))).filter((name) => name !== '.preflight');
}
