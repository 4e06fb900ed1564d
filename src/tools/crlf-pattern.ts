/** The pieces of an extended regular expression: escapes, brackets (in which a backslash is a character), the rest. */
const PIECE = /\\[\s\S]|\[\^?\]?(?:\[([:.=])[\s\S]*?\1\]|[^\]])*\]|[\s\S]/g;

/**
 * An extended regular expression that takes CRLF for the end of a line as it takes LF: `$` also matches before a
 * carriage return, and neither `.` nor a bracket of what is not wanted matches one. A pattern that names a carriage
 * return itself stays as it is.
 */
export function crlfPattern(pattern: string): string {
  if (pattern.includes('\r')) return pattern;
  return pattern.replaceAll(PIECE, (piece) => {
    if (piece === '$') return '\r?$';
    if (piece === '.') return '[^\r]';
    return piece.length > 1 && piece.startsWith('[^') ? `${piece.slice(0, -1)}\r]` : piece;
  });
}
