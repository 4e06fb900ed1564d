import { randomBytes } from 'node:crypto';
import type { CollectedReport } from '../contract.ts';
import { type Held, trusted } from './held.ts';

/** How much of what was collected is read at a time. */
const PIECE = 8 * 1024 * 1024;

/** What stands between the commands' outputs in a report. Nobody in the sandbox sees one before it was sent. */
export function createMark(): string {
  return `collected-until-here-${randomBytes(16).toString('hex')}`;
}

/**
 * Has a mark sent through the FIFO and waits until it stands at the end of what was collected. When it doesn't get there
 * (the disk is full, or a survivor floods the FIFO) there will be no report.
 *
 * @param send sends it, or says what the holder's shell has to run for that
 */
export async function flushReport(
  { shell, collected }: Held,
  mark: string,
  send: (mark: string) => string,
): Promise<void> {
  const arrived = `case $(tail -c 65536 ${collected}) in *${mark}*) break ;; esac`;
  // Most arrive at once.
  const pause = '[ $i -gt 5 ] && sleep 0.01 || sleep 0.001';
  const wait = `i=0; while [ $i -lt 200 ]; do ${arrived}; i=$((i+1)); ${pause}; done`;
  await trusted(shell, `${send(mark)}\n${wait}`);
}

/** What was written before the last mark, without the marks, or why that can't be had. */
export async function readReport(held: Held, marks: readonly string[], maxBytes: number): Promise<CollectedReport> {
  const last = marks.at(-1);
  if (last === undefined) return { kind: 'none' };
  const bytes = await readCollected(held, maxBytes + marks.join('').length);
  const end = bytes.indexOf(last);
  if (end < 0) return { kind: bytes.length > maxBytes ? 'too-large' : 'unfinished' };
  const parts = marks.reduce((left, mark) => left.flatMap((part) => splitOnce(part, mark)), [bytes.subarray(0, end)]);
  const report = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  return report.length > 0 ? { kind: 'ok', bytes: report } : { kind: 'none' };
}

/** The first bytes of what was collected, `limit` at most, a piece at a time. */
async function readCollected({ shell, collected }: Held, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < limit; at += PIECE) {
    const wanted = Math.min(PIECE, limit - at);
    const command = `tail -c +${at + 1} ${collected} | head -c ${wanted}`;
    const piece = await trusted(shell, command, undefined, 2 * wanted + 2);
    pieces.push(piece);
    if (piece.length < wanted) break;
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

function splitOnce(bytes: Buffer, mark: string): Buffer[] {
  const at = bytes.indexOf(mark);
  return at < 0 ? [bytes] : [bytes.subarray(0, at), bytes.subarray(at + mark.length)];
}
