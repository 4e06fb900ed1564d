import { endOfQuoted } from './quoted.ts';
import type { Token, TokenKind } from './token.ts';

const WORD = /(?:\\[\s\S]|\$[\w@*#?!$-]|[^\s;&|()<>"'`$\\#]|(?<=\S)#)+/y;
const OPERATOR = /\$\(\(|\$\(|\)\)|\(\(|&&|\|\||;;|>>|>&|<&|[\s\S]/y;
const HERE = /<<(-?)\s*(?:'([^'\n]*)'|"([^"\n]*)"|([^\s;&|<>()]+))/y;

/** As tokenize. What stands in quotes, in `${…}` or in a here-document is opaque; `$(…)` outside of quotes is code. */
export function tokenizeShell(text: string): Token[] {
  const tokens: Token[] = [];
  /** Delimiters of the here-documents that begin behind this line. */
  let here: { indented: boolean; delimiter: string }[] = [];
  let at = 0;
  const push = (kind: TokenKind, end: number) => {
    tokens.push({ kind, text: text.slice(at, end), at, end });
    at = end;
  };
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '\n') {
      push('newline', at + 1);
      for (const document of here) at = endOfHere(text, at, document);
      here = [];
    } else if (/\s/.test(character) || text.startsWith('\\\n', at)) at += character === '\\' ? 2 : 1;
    else if (character === '#' && /^[\s;&|()]?$/.test(text[at - 1] ?? '')) at = lineEnd(text, at);
    else if (character === "'") push('text', endOfQuoted(text, at, "'", { lines: true, escapes: false }));
    else if (character === '`') push('text', endOfQuoted(text, at, '`', { lines: true, escapes: true }));
    else if (character === '"' || text.startsWith('${', at)) push('text', endOfExpansion(text, at));
    else if (matchAt(HERE, text, at)) {
      const [all, dash, ...names] = matchAt(HERE, text, at) as RegExpExecArray;
      here.push({ indented: dash === '-', delimiter: names.find((name) => name !== undefined) ?? '' });
      push('operator', at + all.length);
    } else {
      const word = matchAt(WORD, text, at)?.[0];
      if (word !== undefined) push(/^\d+$/.test(word) ? 'number' : 'word', at + word.length);
      else push('operator', at + (matchAt(OPERATOR, text, at)?.[0].length ?? 1));
    }
  }
  return tokens;
}

/** Past the end of `"…"` or `${…}`, whatever is nested in it. */
function endOfExpansion(text: string, from: number): number {
  const open: string[] = [];
  let at = from;
  do {
    const character = text[at] as string;
    const inQuotes = open.at(-1) === '"';
    if (character === '\\') at += 1;
    else if (character === open.at(-1)) open.pop();
    else if (text.startsWith('${', at) || text.startsWith('$(', at)) {
      at += 1;
      open.push(text[at] === '{' ? '}' : ')');
    } else if (character === '(' && open.at(-1) === ')') open.push(')');
    else if (character === '"') open.push('"');
    else if (character === "'" && !inQuotes) at = endOfQuoted(text, at, "'", { lines: true, escapes: false }) - 1;
    at += 1;
  } while (at < text.length && open.length > 0);
  return Math.min(at, text.length);
}

/** Past the line that is the delimiter. */
function endOfHere(
  text: string,
  from: number,
  { indented, delimiter }: { indented: boolean; delimiter: string },
): number {
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    at = Math.min(text.length, end + 1);
    if ((indented ? line.replace(/^\t+/, '') : line) === delimiter) break;
  }
  return at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
