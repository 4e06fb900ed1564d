import { HARNESS, REPORT_PATH } from '../contract.ts';

/**
 * PID 1 of a `tests` sandbox, with a uid of its own: copies the FIFO that test commands write to into a file that only
 * it can touch. For the tests the report is append-only. When told that the command is over (a line on stdin) it sends
 * that line through the FIFO: once it stands in the file, all that was written before stands there too.
 */
export const COLLECTOR = `
exec 3<>${REPORT_PATH} 4>>${HARNESS}/collected
cat <&3 >&4 &
printf '\\0ready 0\\0'; printf '\\0ready 0\\0' >&2
read -r mark && printf '%s' "$mark" >&3
read -r _
`;
