import type { ShellResult } from '../sandbox/contract.ts';
import { excerpt } from './excerpt.ts';

/** Room for the marker of stderr and for how it ended. */
const NOTES_BYTES = 200;

/** What an agent reads of a command: stdout, stderr under a marker, and how it ended where that was not well. */
export function renderShellResult(result: ShellResult, timeoutMs: number, maxBytes: number): string {
  const { stdout, stderr, omitted } = result;
  const room = maxBytes - NOTES_BYTES;
  // stderr gives way to half of the room, and may have what stdout leaves.
  const stderrBytes = Math.min(stderr.length, Math.max(Math.floor(room / 2), room - stdout.length));
  const parts = [excerpt(stdout, omitted.stdout, room - stderrBytes)];
  if (stderr.length > 0) parts.push(`[stderr]\n${excerpt(stderr, omitted.stderr, stderrBytes)}`);
  if (hasFailed(result)) parts.push(`[${ending(result, timeoutMs)}]`);
  return (
    parts
      .map((part) => part.replace(/\n$/, ''))
      .filter(Boolean)
      .join('\n') || '(no output)'
  );
}

export function hasFailed({ timedOut, lost, exitCode }: ShellResult): boolean {
  return timedOut || lost || exitCode !== 0;
}

/** Why a tool's own command did not do its work, or null if it did. */
export function failureReason(result: ShellResult, timeoutMs: number): string | null {
  if (!hasFailed(result)) return null;
  const said = excerpt(result.stderr, result.omitted.stderr, 2_000).trim();
  return result.timedOut || result.lost || said === '' ? ending(result, timeoutMs) : said;
}

function ending({ timedOut, lost, exitCode }: ShellResult, timeoutMs: number): string {
  const state = 'the working directory and environment are as before it';
  if (timedOut) return `timed out after ${timeoutMs / 1000} s; ${state}`;
  if (lost) return `the shell was lost and has been restarted; ${state}`;
  return `exit code ${exitCode}`;
}
