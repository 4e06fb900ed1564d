import { parsePatch } from 'diff';

/** The lines that a patch adds or changes, by file and from 1, as they are numbered after it. */
export function patchedLines(text: string): Map<string, Set<number>> {
  const files = new Map<string, Set<number>>();
  for (const { newFileName, hunks } of parsePatch(text)) {
    const lines = hunks.flatMap(addedIn);
    if (newFileName !== undefined && lines.length > 0) files.set(newFileName.replace(/^b\//, ''), new Set(lines));
  }
  return files;
}

function addedIn({ newStart, lines }: { newStart: number; lines: string[] }): number[] {
  let line = newStart;
  return lines.flatMap((text) => {
    if (text.startsWith('-') || text.startsWith('\\')) return [];
    line += 1;
    return text.startsWith('+') ? [line - 1] : [];
  });
}
