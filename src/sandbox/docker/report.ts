import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { hasCode } from '../../errors.ts';
import { HELD, type Slot, trusted } from './slot.ts';

const COLLECTED = `${HELD}/harness/collected`;
const MARK = 'collected-until-here-';
const MARK_BYTES = MARK.length + 32;

/**
 * Has the collector send a mark through the FIFO and waits until it stands in the file. When it doesn't get there (the
 * disk is full, or a survivor floods the FIFO) there will be no report.
 */
export async function flushReport(slot: Slot, collector: Writable): Promise<void> {
  const mark = `${MARK}${randomBytes(16).toString('hex')}`;
  collector.write(`${mark}\n`);
  const arrived = `grep -qaF ${mark} ${COLLECTED}`;
  await trusted(
    slot.shell,
    `i=0; until ${arrived}; do i=$((i+1)); [ $i -lt 200 ] || break; sleep 0.01; done; echo ${mark} >${HELD}/mark`,
  );
}

/** What stands before the mark, or null when the mark never arrived, nothing was written or it is more than maxBytes. */
export async function readReport(slot: Slot, maxBytes: number): Promise<Buffer | null> {
  const limit = maxBytes + MARK_BYTES;
  const command = `[ -f ${HELD}/mark ] && cat ${HELD}/mark && head -c ${limit} ${COLLECTED}`;
  try {
    const bytes = await trusted(slot.shell, command, undefined, 2 * (limit + MARK_BYTES + 2));
    const mark = bytes.subarray(0, MARK_BYTES);
    const report = bytes.subarray(MARK_BYTES + 1);
    const end = report.indexOf(mark);
    return end > 0 ? report.subarray(0, end) : null;
  } catch (error) {
    if (hasCode(error, 'SANDBOX_FAILED')) return null;
    throw error;
  }
}
