import { randomBytes } from 'node:crypto';
import { type Held, trusted } from './held.ts';

const MARK = 'collected-until-here-';

/**
 * Has a mark sent through the FIFO and waits until it stands at the end of what was collected. When it doesn't get there
 * (the disk is full, or a survivor floods the FIFO) there will be no report.
 */
export async function flushReport(
  { shell, collected, marks }: Held,
  send: (mark: string) => Promise<void>,
): Promise<void> {
  const mark = `${MARK}${randomBytes(16).toString('hex')}`;
  await send(mark);
  const arrived = `tail -c 65536 ${collected} | grep -qaF ${mark}`;
  const wait = `i=0; until ${arrived}; do i=$((i+1)); [ $i -lt 200 ] || break; sleep 0.01; done`;
  await trusted(shell, `echo ${mark} >>${marks}; ${wait}`);
}

/**
 * What was written before the last mark, without the marks; null when that one never arrived, nothing was written or it
 * is more than maxBytes.
 */
export async function readReport({ shell, collected, marks }: Held, maxBytes: number): Promise<Buffer | null> {
  const known = (await trusted(shell, `cat ${marks} 2>/dev/null || :`)).toString().split('\n').filter(Boolean);
  const last = known.at(-1);
  if (last === undefined) return null;
  const limit = maxBytes + known.join('').length;
  const bytes = await trusted(shell, `head -c ${limit} ${collected}`, undefined, 2 * limit + 2);
  const end = bytes.indexOf(last);
  if (end <= 0) return null;
  const parts = known.reduce((left, mark) => left.flatMap((part) => splitOnce(part, mark)), [bytes.subarray(0, end)]);
  const report = Buffer.concat(parts);
  return report.length > 0 ? report : null;
}

function splitOnce(bytes: Buffer, mark: string): Buffer[] {
  const at = bytes.indexOf(mark);
  return at < 0 ? [bytes] : [bytes.subarray(0, at), bytes.subarray(at + mark.length)];
}
