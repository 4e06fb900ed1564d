import { createHash } from 'node:crypto';
import { GymkhanaError } from '../../errors.ts';
import { CHANGED_MEANWHILE, type Export, type ExportBudget, type LayerEntry } from '../contract.ts';
import { chooseFiles } from './choose.ts';
import { type AreVisible, findDeleted } from './deleted.ts';
import type { Held } from './held.ts';
import { listUpper } from './list-upper.ts';
import type { LowerTree } from './lower-tree.ts';
import { type Content, readLive, readStill } from './read-upper.ts';

export type Source = { held: Held; lower: LowerTree; areVisible: AreVisible };

/**
 * Reads what the sandbox's processes wrote, beside them: the upper layer is listed and read in the holder, nothing runs
 * in the sandbox. While they live (`still` false) a file that changes under the reader's eyes is skipped or caught at
 * some moment of its change; what nobody changes is read exactly.
 */
export async function exportUpper(
  { held, lower, areVisible }: Source,
  budget: ExportBudget,
  still: boolean,
): Promise<Export> {
  const { entries, skipped } = await listUpper(held, budget);
  const { chosen, skipped: left } = chooseFiles(
    entries.filter(({ kind }) => kind === 'file'),
    budget,
    (path) => lower.get(path)?.kind === 'file',
  );
  skipped.push(...left);
  const read = still ? readStill : readLive;
  const [deleted, contents] = await Promise.all([
    findDeleted(lower, entries, areVisible),
    read(held, chosen, budget.maxBytes),
  ]);
  const files = chosen.flatMap(({ path, mtime }) => {
    const found = contents.get(path);
    if (found) return isUnchanged(lower.get(path), found) ? [] : [{ path, ...found, mtime }];
    if (still) throw unreadable(path);
    skipped.push({ path, reason: CHANGED_MEANWHILE });
    return [];
  });
  return { files, deleted, skipped };
}

function isUnchanged(before: LayerEntry | undefined, { executable, content }: Content): boolean {
  if (before?.kind !== 'file' || before.executable !== executable || before.bytes !== content.length) return false;
  return createHash('sha256').update(content).digest('hex') === before.sha256;
}

function unreadable(path: string): GymkhanaError {
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place: path, problem: 'the holder did not read the file' });
}
