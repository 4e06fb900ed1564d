/** What a byte order mark at the beginning says of the rest. */
const MARKS: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a mark, but as `<?` can only be in two bytes a character.
  [[0x3c, 0x00, 0x3f, 0x00], 'utf-16le'],
  [[0x00, 0x3c, 0x00, 0x3f], 'utf-16be'],
];
const DECLARED = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/;
const HEAD = 256;
const CHUNK = 256 * 1024;

/**
 * An XML text a chunk at a time, in the encoding that its first bytes say or declare, else UTF-8. What is no character in
 * it becomes U+FFFD: a test may print any bytes.
 */
export function* decodeXml(bytes: Buffer): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes));
  for (let at = 0; at < bytes.length; at += CHUNK) {
    yield decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
  }
  yield decoder.decode();
}

function encodingOf(bytes: Buffer): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1];
  if (marked !== undefined) return marked;
  const declared = DECLARED.exec(bytes.toString('latin1', 0, HEAD))?.[1] ?? 'utf-8';
  // The declaration was read a byte a character.
  return /^utf-?(16|32)/i.test(declared) || !isKnown(declared) ? 'utf-8' : declared;
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding) !== null;
  } catch {
    return false;
  }
}
