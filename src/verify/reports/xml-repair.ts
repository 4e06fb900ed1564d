/** No reference: it stands for itself. */
const BARE = /&(?!#?\w{1,32};)/g;
/** What each document of several begins with, and only the first could. Its encoding is known by then. */
const DECLARATION = /<\?xml\s[^<>]{0,200}\?>/g;
/** No reference and no declaration is longer: what begins one at the end of a chunk waits for the next. */
const LONGEST = 256;

/** What a parser says of characters and references that decide nothing, wherever they stand. */
const HARMLESS = new Set([
  'disallowed character.',
  'malformed character entity.',
  'undefined entity.',
  'the string "]]>" is disallowed in char data.',
]);
export function isHarmless(message: string, inText: boolean): boolean {
  // A runner that writes what a test printed as it is: whatever has been opened in it ends with the element around it.
  return inText || HARMLESS.has(message);
}

/** Text without declarations, in which each `&` that begins no reference stands for itself. */
export function* repairXml(chunks: Iterable<string>): Generator<string> {
  let held = '';
  for (const chunk of chunks) {
    const text = held + chunk;
    const last = Math.max(text.lastIndexOf('&'), text.lastIndexOf('<'));
    const cut = last >= 0 && text.length - last < LONGEST ? last : text.length;
    held = text.slice(cut);
    if (cut > 0) yield repair(text.slice(0, cut));
  }
  if (held) yield repair(held);
}

function repair(text: string): string {
  return text.replace(DECLARATION, '').replace(BARE, '&amp;');
}
