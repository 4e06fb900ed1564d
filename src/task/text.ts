/** Text, or why a person's file isn't text; `at` is line:column. */
type Decoded = { text: string } | { problem: string; fix: string; at: string };

/** Control characters that YAML forbids; tab, line feed and carriage return are fine. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** UTF-8 text of at most `maxBytes`, without control characters. */
export function decodeText(source: string | Uint8Array, maxBytes: number): Decoded {
  if (source.length > maxBytes) {
    const size = `${(source.length / 1024 / 1024).toFixed(1)} MiB`;
    return { problem: `the file is ${size} large`, fix: `keep it under ${maxBytes / 1024 / 1024} MiB`, at: '1:1' };
  }
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text === null) {
    const lossy = Buffer.from(source).toString();
    return {
      problem: 'the file is not UTF-8',
      fix: 'save it as UTF-8',
      at: lineColumn(lossy, lossy.indexOf('\uFFFD')),
    };
  }
  const control = FORBIDDEN.exec(text);
  if (!control) return { text };
  const name = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const problem = `the file contains the control character ${name}`;
  return { problem, fix: 'remove it', at: lineColumn(text, control.index) };
}

/** The text without its byte order mark, or null when the bytes aren't UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** `line:column`, both from 1. */
export function lineColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}
