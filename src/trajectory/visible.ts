/** Controls, invisible format characters (among them those that reorder text), lone surrogates, foreign line ends. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Hostile text made safe to print: what would steer a terminal, reorder or hide text becomes an escape like `\x1b` or
 * `\u{202e}`. Only newlines and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === '\n' || character === '\t' ? character : escapeOf(character),
  );
}

/** The same on one line: newlines and tabs become escapes too. */
export function visibleLine(text: string): string {
  return text.replace(UNSAFE, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
