import { HARNESS, REPORT_PATH } from '../contract.ts';

/** A report larger than 136 MiB is cut, and its writer not held up. In units of 512 bytes. */
const MAX_BLOCKS = 278_528;

/**
 * PID 1 of a `tests` sandbox, with a uid of its own: copies the FIFO that test commands write to into a file that only
 * it can touch. For the tests the report is append-only. When told that a command is over (a line on stdin) it sends
 * that line through the FIFO: once it stands in the file, all that was written before stands there too.
 */
export const COLLECTOR = `
exec 3<>${REPORT_PATH} 4>>${HARNESS}/collected
{ (ulimit -f ${MAX_BLOCKS}; exec cat <&3 >&4); cat <&3 >/dev/null; } 2>/dev/null &
printf '\\0ready 0\\0'; printf '\\0ready 0\\0' >&2
while read -r mark; do printf '%s' "$mark" >&3; done
`;
