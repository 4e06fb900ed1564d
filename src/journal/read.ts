import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from './record.ts';
import { scanSegment } from './scan.ts';

const ENDING = '.jsonl';

/**
 * Every record of every segment of a journal, by writer and then in order; none when the folder does not exist. Changes
 * nothing, so it may run beside writers: what an interrupted or unfinished write left at the end of a segment is not
 * there yet. Errors JOURNAL_CORRUPT and RUN_VERSION, both with file and line.
 */
export async function readJournal(folder: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for (const name of await listSegments(folder)) {
    const file = join(folder, name);
    const handle = await open(file, 'r');
    try {
      await scanSegment(handle, { file, writer: name.slice(0, -ENDING.length) }, (record) => records.push(record));
    } finally {
      await handle.close();
    }
  }
  return records;
}

async function listSegments(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith(ENDING));
    return files.map(({ name }) => name).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
