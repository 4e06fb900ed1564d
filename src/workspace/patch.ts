import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPatch, formatPatch, parsePatch, type StructuredPatch, structuredPatch } from 'diff';
import type { Change } from './change.ts';

/** Says which file of the patch does not fit. Callers know the patch's own place. */
export type PatchFailure = { path: string; reason: string };

/** What a patch in git's format makes of a folder, without touching it. Fuzz is not tolerated. */
export async function changeFromPatch(folder: string, text: string): Promise<Change | PatchFailure> {
  const change: Change = { files: [], deleted: [] };
  for (const patch of parsePatch(text)) {
    const before = nameOf(patch.oldFileName);
    const after = nameOf(patch.newFileName);
    const old = before === null ? null : await readEntry(folder, before);
    if (before !== null && old === null) return { path: before, reason: 'there is no such file' };
    if (before !== null && (after === null || patch.isRename)) change.deleted.push(before);
    if (after === null) continue;
    const content = applyPatch(old?.content.toString() ?? '', patch, { fuzzFactor: 0 });
    if (content === false) return { path: after, reason: 'a hunk does not fit' };
    const executable = patch.newMode ? patch.newMode.endsWith('755') : (old?.executable ?? false);
    change.files.push({ path: after, content: Buffer.from(content), executable });
  }
  return change;
}

/** The lines that a patch adds, without their marks. */
export function addedLines(text: string): string[] {
  const lines = parsePatch(text).flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
}

function nameOf(name: string | undefined): string | null {
  if (name === undefined || name === '/dev/null') return null;
  return name.replace(/^[ab]\//, '');
}

async function readEntry(folder: string, path: string): Promise<{ content: Buffer; executable: boolean } | null> {
  try {
    const file = join(folder, path);
    const stat = await lstat(file);
    if (!stat.isFile()) return null;
    return { content: await readFile(file), executable: (stat.mode & 0o111) !== 0 };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** The change as a patch in git's format, for people and exports. What is not UTF-8 text is only named. */
export async function renderPatch(folder: string, change: Change): Promise<string> {
  const parts: string[] = [];
  for (const file of change.files) parts.push(renderFile(file.path, await readEntry(folder, file.path), file));
  for (const path of change.deleted) parts.push(renderFile(path, await readEntry(folder, path), null));
  return parts.join('');
}

type Entry = { content: Buffer; executable: boolean };

function renderFile(path: string, before: Entry | null, after: Entry | null): string {
  const header = [`diff --git a/${path} b/${path}`, ...modeLines(before, after)].join('\n');
  const [a, b] = [textOf(before), textOf(after)];
  if (a === null || b === null) return `${header}\nBinary files differ\n`;
  const patch: StructuredPatch = structuredPatch(
    before ? `a/${path}` : '/dev/null',
    after ? `b/${path}` : '/dev/null',
    a,
    b,
    undefined,
    undefined,
    { context: 3 },
  );
  if (patch.hunks.length === 0) return `${header}\n`;
  const body = formatPatch(patch).split('\n');
  return `${header}\n${body.slice(body.findIndex((line) => line.startsWith('--- '))).join('\n')}`;
}

function modeLines(before: Entry | null, after: Entry | null): string[] {
  const mode = ({ executable }: Entry) => (executable ? '100755' : '100644');
  if (!before) return after ? [`new file mode ${mode(after)}`] : [];
  if (!after) return [`deleted file mode ${mode(before)}`];
  return before.executable === after.executable ? [] : [`old mode ${mode(before)}`, `new mode ${mode(after)}`];
}

/** null when the content has no place in a patch that people read. */
function textOf(entry: Entry | null): string | null {
  if (!entry) return '';
  const text = entry.content.toString('utf8');
  return text.includes('\0') || !Buffer.from(text).equals(entry.content) ? null : text;
}
