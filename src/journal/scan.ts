import type { FileHandle } from 'node:fs/promises';
import { GymkhanaError } from '../errors.ts';
import { decodeLine } from './line.ts';
import type { JournalRecord } from './record.ts';

/** The most that a writer hands to the disk before it waits for it, and so the most that a crash can damage. */
export const MAX_BATCH_BYTES = 1 << 20;

const NEWLINE = 10;
/** Large: each read is a round trip to another thread. */
const CHUNK_BYTES = 1 << 20;

/**
 * Reads one segment and calls `visit` with each record in order. Resolves to where the sound part ends.
 *
 * What a crash can leave behind follows from how segments are written: one write at a time, nothing after it until it is
 * synced. A killed process leaves a prefix of its last batch. A power cut may also leave parts of that batch unwritten
 * (read back as zeros or old data), in any order. So damage that a crash explains lies in the last MAX_BATCH_BYTES; the
 * records of a damaged batch were promised to nobody, and the damaged end may be cut. Any other damage hit synced
 * records: bad lines before a sound one, more bad bytes than a batch, a gap in `seq`. Those are JOURNAL_CORRUPT. (A hole
 * inside a batch, a sound record after it, looks the same and is refused too: a refusal loses nothing.)
 */
export async function scanSegment(
  handle: FileHandle,
  segment: { file: string; writer: string },
  visit: (record: JournalRecord) => void,
): Promise<{ bytes: number; nextSeq: number }> {
  let line = 0;
  let offset = 0;
  let nextSeq = 0;
  let sound = 0;
  let damagedLine: number | null = null;
  const place = (at = line) => `${segment.file}:${at}`;

  const take = (bytes: Buffer): void => {
    line += 1;
    offset += bytes.length + 1;
    const record = decodeLine(bytes, place);
    if (record === null) {
      damagedLine ??= line;
      return;
    }
    if (damagedLine !== null) throw corrupt(place(damagedLine), 'the record is damaged, and sound ones follow it');
    if (record.writer !== segment.writer || record.seq !== nextSeq) {
      throw corrupt(place(), `found record ${record.writer}#${record.seq} where ${segment.writer}#${nextSeq} belongs`);
    }
    visit(record);
    nextSeq += 1;
    sound = offset;
  };

  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(handle)) {
    rest = takeLines(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), take);
    if (offset + rest.length - sound > MAX_BATCH_BYTES) {
      throw corrupt(place(damagedLine ?? line + 1), 'more is damaged than an interrupted write can explain');
    }
  }
  // A last line without its newline is torn even when it is whole; but another version's is refused, not cut.
  decodeLine(rest, () => place(line + 1));
  return { bytes: sound, nextSeq };
}

/** Hands over each whole line without its newline; returns what comes after the last. */
function takeLines(bytes: Buffer, take: (line: Buffer) => void): Buffer {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    take(bytes.subarray(start, end));
    start = end + 1;
  }
  return bytes.subarray(start);
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function corrupt(place: string, problem: string): GymkhanaError {
  const fix = 'restore the file from a backup, or cut it before this line and gymkhana resume: what is cut runs again';
  return new GymkhanaError({ code: 'JOURNAL_CORRUPT', place, problem, fix });
}
