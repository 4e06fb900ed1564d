import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import type { WorkspaceFile } from '../sandbox/contract.ts';
import type { Change } from './change.ts';
import { type Entry, readEntry } from './entry.ts';

/** Says which file of the patch does not fit; empty when it can't be told. Callers know the patch's own place. */
export type PatchFailure = { path: string; reason: string };

/** What a patch does to one file: `from` null makes it, `to` null removes it, two names rename or copy it. */
type Section = { from: string | null; to: string | null; patch: StructuredPatch };

/** What a patch in git's format makes of a folder, without touching it. Fuzz is not tolerated. */
export async function changeFromPatch(folder: string, text: string): Promise<Change | PatchFailure> {
  const sections: Section[] = [];
  for (const part of splitPatch(text)) {
    const section = parseSection(part);
    if ('reason' in section) return section;
    sections.push(section);
  }
  const gone = new Set(sections.flatMap(({ from, to, patch }) => (from === to || patch.isCopy ? [] : (from ?? []))));
  const files = new Map<string, WorkspaceFile>();
  for (const section of sections) {
    const failure = (path: string, reason: string) => ({ path, reason });
    const { from, to } = section;
    if (to !== null && files.has(to)) return failure(to, 'the patch has it twice');
    const old = from === null ? null : await readEntry(folder, from);
    if (from !== null && old === null) return failure(from, 'there is no such file');
    if (to !== null && to !== from && !gone.has(to) && (await readEntry(folder, to))) {
      return failure(to, 'there is such a file already');
    }
    const made = applySection(section, old);
    if (typeof made === 'string') return failure(to ?? from ?? '', made);
    if (to !== null) files.set(to, { path: to, ...made });
  }
  return { files: [...files.values()], deleted: [...gone].filter((path) => !files.has(path)) };
}

/** The lines that a patch adds, without their signs. */
export function addedLines(text: string): string[] {
  return parsePatch(text)
    .flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1));
}

/**
 * One part a file, so that whatever is wrong with a part can be said with its name. Only `\n` ends a line of a patch:
 * `^` would see one after a lone `\r` too.
 */
function splitPatch(text: string): string[] {
  const parts = text.split(/(?<![^\n])(?=diff --git )/);
  // Patches without git's headers: `---` and `+++` start a file where a hunk can't hold them.
  const plain = parts.length === 1 && !text.startsWith('diff --git ');
  return (plain ? text.split(/(?<![^\n])(?=--- .*\n\+\+\+ .*\n@@ )/) : parts).filter((part) => part.trim() !== '');
}

const HEADLINE = /(?<![^\n])(?:diff --git a\/(.*?) b\/|--- a\/([^\t\r\n]*))/;
const BINARY = /(?<![^\n])(?:GIT binary patch|Binary files )/;

function parseSection(text: string): Section | PatchFailure {
  const headline = HEADLINE.exec(text);
  const path = headline?.[1] ?? headline?.[2] ?? '';
  if (BINARY.test(text)) return { path, reason: 'a binary patch can not be applied' };
  const patch = parseOne(text);
  if (typeof patch === 'string') return { path, reason: patch };
  const from = patch.isCreate ? null : nameOf(patch.oldFileName);
  const to = patch.isDelete ? null : nameOf(patch.newFileName);
  if (from === null && to === null) return { path, reason: 'it names no file' };
  const outside = [from, to].find((name) => name !== null && !staysInside(name));
  return outside ? { path: outside, reason: 'it is outside the workspace' } : { from, to, patch };
}

/** The reason where the text is no patch. */
function parseOne(text: string): StructuredPatch | string {
  try {
    const [patch, ...others] = parsePatch(text);
    return patch && others.length === 0 ? patch : 'it is not a patch of one file';
  } catch (error) {
    // The library says what is malformed by throwing.
    return `it is malformed: ${(error as Error).message}`;
  }
}

function nameOf(name: string | undefined): string | null {
  if (name === undefined || name === '/dev/null') return null;
  return name.replace(/^[ab]\//, '');
}

function staysInside(path: string): boolean {
  return !path.split('/').some((part) => ['', '.', '..', '.git'].includes(part));
}

/** What becomes of a file, or why it can't. */
function applySection(
  { to, patch }: Section,
  old: Entry | null,
): Pick<WorkspaceFile, 'content' | 'executable'> | string {
  const mode = patch.newMode ?? old?.mode ?? '100644';
  if (old?.mode === '120000' || !/^100(644|755)$/.test(mode)) return 'only regular files can change';
  const before = old?.content ?? Buffer.alloc(0);
  const executable = mode === '100755';
  if (patch.hunks.length === 0 && to !== null) return { content: before, executable };
  const text = before.toString();
  if (!Buffer.from(text).equals(before)) return 'the file is not UTF-8 text';
  const after = applyPatch(text, patch, { fuzzFactor: 0, autoConvertLineEndings: false });
  if (after === false) return 'a hunk does not fit';
  if (to === null && after !== '') return 'the patch removes it, but not all of its lines';
  return { content: Buffer.from(after), executable };
}
