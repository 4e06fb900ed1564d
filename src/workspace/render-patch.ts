import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { Change } from './change.ts';
import { type Entry, fileMode, readEntry } from './entry.ts';

/** A larger file is only named, as one that isn't text. */
const MAX_TEXT_BYTES = 1024 * 1024;
/**
 * Finding the shortest difference takes time with the square of its lines, and what agents leave behind is hostile: so
 * many steps are for a whole patch, about a second, and from then on files are replaced line for line.
 */
const MAX_STEPS = 4_000_000;

/** The change as a patch in git's format, for people and exports. What is not UTF-8 text is only named. */
export async function renderPatch(folder: string, change: Change): Promise<string> {
  const effort = { steps: MAX_STEPS };
  const parts: string[] = [];
  for (const { path, executable, content } of change.files) {
    const after: Entry = { mode: fileMode(executable), content };
    parts.push(renderEntry(path, await readEntry(folder, path), after, effort));
  }
  for (const path of change.deleted) parts.push(renderEntry(path, await readEntry(folder, path), null, effort));
  return parts.join('');
}

type Effort = { steps: number };

function renderEntry(path: string, before: Entry | null, after: Entry | null, effort: Effort): string {
  // Git has no patch that makes a file of a link.
  if (before?.mode === '120000' && after) {
    return renderEntry(path, before, null, effort) + renderEntry(path, null, after, effort);
  }
  if (before && after && before.mode === after.mode && before.content.equals(after.content)) return '';
  if (!before && !after) return '';
  const texts = [textOf(before), textOf(after)] as const;
  const hunks = isText(texts) ? diffTexts(texts, effort) : [];
  const patch: StructuredPatch = {
    isGit: true,
    oldFileName: before ? `a/${path}` : '/dev/null',
    newFileName: after ? `b/${path}` : '/dev/null',
    oldHeader: undefined,
    newHeader: undefined,
    hunks,
    ...(!before && { isCreate: true }),
    ...(!after && { isDelete: true }),
    ...(before?.mode !== after?.mode && { oldMode: before?.mode, newMode: after?.mode }),
  };
  return (
    formatPatch(patch) + (isText(texts) ? '' : `Binary files ${patch.oldFileName} and ${patch.newFileName} differ\n`)
  );
}

type Texts = readonly [string, string];

function isText(texts: readonly (string | null)[]): texts is Texts {
  return !texts.includes(null);
}

/** null when the content has no place in a patch that people read. */
function textOf(entry: Entry | null): string | null {
  if (!entry) return '';
  if (entry.content.length > MAX_TEXT_BYTES) return null;
  const text = entry.content.toString('utf8');
  return text.includes('\0') || !Buffer.from(text).equals(entry.content) ? null : text;
}

function diffTexts([a, b]: Texts, effort: Effort): StructuredPatch['hunks'] {
  const maxEditLength = Math.floor(Math.sqrt(effort.steps));
  const found = hunksOf(a, b, maxEditLength);
  const edits = found?.flatMap(({ lines }) => lines).filter((line) => /^[+-]/.test(line)).length ?? maxEditLength;
  effort.steps -= Math.min(edits, maxEditLength) ** 2;
  return found ?? replaceAll(a, b);
}

function hunksOf(a: string, b: string, maxEditLength: number): StructuredPatch['hunks'] | undefined {
  if (a === '' || b === '') return structuredPatch('', '', a, b, undefined, undefined, { context: 3 }).hunks;
  return structuredPatch('', '', a, b, undefined, undefined, { context: 3, maxEditLength })?.hunks;
}

function replaceAll(a: string, b: string): StructuredPatch['hunks'] {
  const [removed, added] = [hunksOf(a, '', 0)?.[0], hunksOf('', b, 0)?.[0]];
  if (!removed || !added) return [];
  const { newLines, newStart, lines } = added;
  return [{ ...removed, newLines, newStart, lines: [...removed.lines, ...lines] }];
}
