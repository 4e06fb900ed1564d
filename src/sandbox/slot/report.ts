import { randomBytes } from 'node:crypto';
import { hasCode } from '../../errors.ts';
import { type Held, trusted } from './held.ts';

const MARK = 'collected-until-here-';
const MARK_BYTES = MARK.length + 32;

/**
 * Has a mark sent through the FIFO and waits until it stands in the file. When it doesn't get there (the
 * disk is full, or a survivor floods the FIFO) there will be no report.
 */
export async function flushReport(
  { shell, collected, mark: markFile }: Held,
  send: (mark: string) => Promise<void>,
): Promise<void> {
  const mark = `${MARK}${randomBytes(16).toString('hex')}`;
  await send(mark);
  const arrived = `grep -qaF ${mark} ${collected}`;
  await trusted(
    shell,
    `i=0; until ${arrived}; do i=$((i+1)); [ $i -lt 200 ] || break; sleep 0.01; done; echo ${mark} >${markFile}`,
  );
}

/** What stands before the mark, or null when the mark never arrived, nothing was written or it is more than maxBytes. */
export async function readReport({ shell, collected, mark: markFile }: Held, maxBytes: number): Promise<Buffer | null> {
  const limit = maxBytes + MARK_BYTES;
  const command = `[ -f ${markFile} ] && cat ${markFile} && head -c ${limit} ${collected}`;
  try {
    const bytes = await trusted(shell, command, undefined, 2 * (limit + MARK_BYTES + 2));
    const mark = bytes.subarray(0, MARK_BYTES);
    const report = bytes.subarray(MARK_BYTES + 1);
    const end = report.indexOf(mark);
    return end > 0 ? report.subarray(0, end) : null;
  } catch (error) {
    if (hasCode(error, 'SANDBOX_FAILED')) return null;
    throw error;
  }
}
