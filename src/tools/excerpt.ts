/** Room for the line that says how much was left out. */
const MARK_BYTES = 60;

/**
 * The start and the end of some UTF-8 and between them how much was left out, together at most `maxBytes`. `omitted`
 * bytes may already be missing from the middle of `kept`. No character is cut in two.
 */
export function excerpt(kept: Buffer, omitted: number, maxBytes: number): string {
  if (omitted === 0 && kept.length <= maxBytes) return kept.toString();
  const half = Math.min(Math.ceil(kept.length / 2), Math.max(0, Math.floor((maxBytes - MARK_BYTES) / 2)));
  const head = firstBytes(kept, half);
  const tail = kept.subarray(afterContinuation(kept, Math.max(half, kept.length - half)));
  const left = omitted + kept.length - head.length - tail.length;
  return `${head.toString()}\n… ${left.toLocaleString('en-US')} bytes left out …\n${tail.toString()}`;
}

/** At most `maxBytes` of some UTF-8, without the character that the cut would split. */
export function firstBytes(text: Buffer, maxBytes: number): Buffer {
  const bytes = text.subarray(0, maxBytes);
  let start = bytes.length - 1;
  while (start > 0 && start > bytes.length - 4 && isContinuation(bytes[start])) start -= 1;
  const isCut = bytes.length - start < characterBytes(bytes[start]);
  return isCut ? bytes.subarray(0, start) : bytes;
}

function afterContinuation(bytes: Buffer, from: number): number {
  let start = from;
  while (start < from + 3 && isContinuation(bytes[start])) start += 1;
  return start;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function characterBytes(lead: number | undefined): number {
  if (lead === undefined || lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
