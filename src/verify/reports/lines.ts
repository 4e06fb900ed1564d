const LINE_FEED = 0x0a;

/** The lines of a text, one at a time: a report may be larger than a string. Bytes that are no UTF-8 become U+FFFD. */
export function* linesOf(bytes: Buffer): Generator<string> {
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(LINE_FEED, from);
    const to = end < 0 ? bytes.length : end;
    yield bytes.toString('utf8', from, to);
    from = to + 1;
  }
}

export function endsWithLineFeed(bytes: Buffer): boolean {
  return bytes.at(-1) === LINE_FEED;
}
