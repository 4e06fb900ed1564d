/** A regular expression longer than this is taken for a division. */
const MAX_REGEX = 2_000;

/** Past the closing quote; a string that is not closed ends with its line, or with the text. */
export function endOfQuoted(
  text: string,
  from: number,
  quote: string,
  { lines, escapes }: { lines: boolean; escapes: boolean },
): number {
  for (let at = from + quote.length; at < text.length; at += 1) {
    if (escapes && text[at] === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (!lines && text[at] === '\n') return at;
  }
  return text.length;
}

/** Past a regular expression and its flags, or `from` where none is closed on the line. */
export function endOfRegex(text: string, from: number): number {
  let inClass = false;
  const last = Math.min(text.length, from + MAX_REGEX);
  for (let at = from + 1; at < last && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) {
      let end = at + 1;
      while (/[a-z]/.test(text[end] ?? '')) end += 1;
      return end;
    }
  }
  return from;
}

/** Past a template literal, with the templates, strings and braces that are in its holes. */
export function endOfTemplate(text: string, from: number): number {
  // What is open: a template, or the braces of a hole.
  const open: ('`' | '{')[] = ['`'];
  let at = from + 1;
  while (at < text.length && open.length > 0) {
    const character = text[at] as string;
    if (open.at(-1) === '`') {
      if (character === '\\') at += 1;
      else if (character === '`') open.pop();
      else if (text.startsWith('${', at)) {
        open.push('{');
        at += 1;
      }
    } else if (character === '`' || character === '{') open.push(character);
    else if (character === '}') open.pop();
    else if (character === "'" || character === '"') {
      at = endOfQuoted(text, at, character, { lines: false, escapes: true }) - 1;
    }
    at += 1;
  }
  return Math.min(at, text.length);
}
