import { crc32 } from 'node:zlib';
import { GymkhanaError } from '../errors.ts';
import { type JournalRecord, RecordBody } from './record.ts';

const CRC_BYTES = ',"crc":"00000000"}'.length;
const CRC_KEY = /^,"crc":"([0-9a-f]{8})"\}$/;
/** What the JSON without that key ends with. */
const CLOSE = Buffer.from('}');
const KNOWN_TYPES: ReadonlySet<unknown> = new Set(RecordBody.options.map((option) => option.shape.type.value));

/** A record as its line, newline included: JSON whose last key is the crc32 of the same JSON without that key. */
export function encodeLine(record: JournalRecord): Buffer {
  const json = JSON.stringify(record);
  return Buffer.from(`${json.slice(0, -1)},"crc":"${hex(crc32(json))}"}\n`);
}

/**
 * The record of a line (its bytes without the newline), or null when the line is damaged. A line that passes its
 * checksum was validated when it was written, so only what every version shares is looked at: 400,000 records are read
 * on each resume. Errors RUN_VERSION for a sound line of another version; every version writes JSON objects with `v`.
 */
export function decodeLine(line: Buffer, place: () => string): JournalRecord | null {
  const sound = hasOwnCrc(line);
  const value = parseObject(line);
  if (value === null) return null;
  if (value.v !== 1 && typeof value.v === 'number') throw otherVersion(place(), `version ${value.v}`);
  if (!sound) return null;
  if (!isEnvelope(value)) return null;
  if (!KNOWN_TYPES.has(value.type)) throw otherVersion(place(), `a record of type ${JSON.stringify(value.type)}`);
  delete value.crc;
  return value as JournalRecord;
}

/** Compares the two as numbers: making text of each checksum would cost more than all checksums. */
function hasOwnCrc(line: Buffer): boolean {
  const end = line.length - CRC_BYTES;
  if (end < 1) return false;
  const [, said] = CRC_KEY.exec(line.toString('latin1', end)) ?? [];
  return said !== undefined && Number.parseInt(said, 16) === crc32(CLOSE, crc32(line.subarray(0, end)));
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

function parseObject(line: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isEnvelope(value: Record<string, unknown>): boolean {
  return typeof value.writer === 'string' && Number.isInteger(value.seq) && typeof value.at === 'string';
}

function otherVersion(place: string, what: string): GymkhanaError {
  const problem = `the journal holds ${what}, which this version of gymkhana does not know`;
  return new GymkhanaError({ code: 'RUN_VERSION', place, problem, fix: 'use the version that wrote the run' });
}
