import { findBrokenHunk } from './check-hunks.ts';
import { readEntry } from './entry.ts';
import type { Applied } from './git-apply.ts';
import { applyWithGit } from './git-apply.ts';
import { changeFromPatch, type PatchFailure } from './patch.ts';

export type GoldFailure = PatchFailure & { line?: number };

/** What a gold patch makes of a task's repository. The folder is of no use afterwards. */
export async function applyGold(folder: string, text: string): Promise<Applied | GoldFailure> {
  const line = findBrokenHunk(text);
  if (line !== null) return { path: '', reason: `line ${line} is not the header of a hunk (@@ -1,2 +1,3 @@)`, line };
  const plain = await changeFromPatch(folder, text);
  if ('files' in plain) return { change: plain, patch: text };
  const applied = await applyWithGit(folder, text);
  if ('change' in applied) return applied;
  const ends = await compareEnds(folder, plain.path || applied.path, text);
  // What this program says names the file more often.
  const failure = plain.path !== '' ? plain : applied;
  return ends === null ? failure : { ...failure, reason: `${failure.reason}; ${ends}` };
}

/** What the line ends of a patch and of a file have to do with it. */
async function compareEnds(folder: string, path: string, text: string): Promise<string | null> {
  const name = path.replace(/\r$/, '');
  const entry = name === '' ? null : await readEntry(folder, name);
  const isCrlf = (lines: string) => lines.includes('\r\n');
  const bodyIsCrlf = /^[ +-].*\r$/m.test(text);
  if (/^(---|\+\+\+|diff --git) .*\r$/m.test(text) && !(entry && isCrlf(entry.content.toString()))) {
    return "the patch's lines end in CRLF, the file's in LF: write the patch with LF";
  }
  if (!entry || isCrlf(entry.content.toString()) === bodyIsCrlf) return null;
  return bodyIsCrlf
    ? "the patch's lines end in CRLF, the file's in LF"
    : "the file's lines end in CRLF, the patch's in LF";
}
