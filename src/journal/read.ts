import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { foldJournal, lean, startFold } from './fold.ts';
import type { JournalRecord, LeanTrial, TrialState } from './record.ts';
import { scanSegment } from './scan.ts';

const ENDING = '.jsonl';

/** What a journal says of each trial, by trial id. Errors as `readJournal`. */
export async function loadTrials(folder: string): Promise<Map<string, TrialState>> {
  return foldJournal(await readJournal(folder));
}

/** The same without what a leaderboard does not count, for journals of any size: nothing else is kept while reading. */
export async function loadLeanTrials(folder: string): Promise<Map<string, LeanTrial>> {
  const fold = startFold();
  await visitJournal(folder, (record) => fold.take(lean(record)));
  return fold.trials();
}

/**
 * Every record of every segment of a journal, by writer and then in order; none when the folder does not exist. Changes
 * nothing, so it may run beside writers: what an interrupted or unfinished write left at the end of a segment is not
 * there yet. Errors JOURNAL_CORRUPT and RUN_VERSION, both with file and line.
 */
export async function readJournal(folder: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  await visitJournal(folder, (record) => records.push(record));
  return records;
}

async function visitJournal(folder: string, visit: (record: JournalRecord) => void): Promise<void> {
  for (const name of await listSegments(folder)) {
    const file = join(folder, name);
    const handle = await open(file, 'r');
    try {
      await scanSegment(handle, { file, writer: name.slice(0, -ENDING.length) }, visit);
    } finally {
      await handle.close();
    }
  }
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
