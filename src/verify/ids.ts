/**
 * Test ids: `<file or class>::<name>`, nested names joined by ` > `. Parameters stay part of the name. Report readers,
 * canaries and task files all go through these functions, so an id means the same everywhere.
 */

/** An id, and the id it repeats when the report holds that test more than once. */
export type NumberedId = { id: string; repeatOf?: string };

/** The id of a test; `place` is its file (relative to the workspace) or class. Control characters become visible. */
export function testId(place: string, names: readonly string[]): string {
  return `${escapeControls(place)}::${names.map(escapeControls).join(' > ')}`;
}

/** The id of what a runner reports for a whole file, when that file ended without reporting a test. Never a real test. */
export function fileId(file: string): string {
  return testId(file, [file]);
}

/**
 * Makes ids unique, in order: the first keeps its name, repeats get `#2`, `#3`. A test that is really called `x#2` keeps
 * that name, and a repeat of `x` takes the next free number.
 */
export function numberRepeats(ids: readonly string[]): NumberedId[] {
  if (new Set(ids).size === ids.length) return ids.map((id) => ({ id }));
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, 0);
  return ids.map((id) => {
    let count = (counts.get(id) ?? 0) + 1;
    if (count > 1) while (counts.has(`${id}#${count}`)) count += 1;
    counts.set(id, count);
    return count === 1 ? { id } : { id: `${id}#${count}`, repeatOf: id };
  });
}

const NAMED_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Writes what a terminal would obey or hide (control, bidirectional, zero-width and line-separating characters, lone
 * surrogates) as an escape that can be read. Applying it twice changes nothing more.
 */
export function escapeControls(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return (
      NAMED_ESCAPES[character] ??
      (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`)
    );
  });
}
