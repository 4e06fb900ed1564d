import { isUtf8 } from 'node:buffer';
import { firstBytes } from './excerpt.ts';

/** Lines of a file, from 1; `lines` is how many it has in all. */
type Range = { firstLine: number; lastLine: number; lines: number };

/** Room that the notes under the lines may take. */
const NOTES_BYTES = 200;

/**
 * The lines of `content` with their numbers, as many as fit, and notes on what can't be seen: where to go on, CRLF, a
 * missing last newline. `content` begins at `firstLine` and may end within the range.
 */
export function numberLines(content: Buffer, range: Range, maxBytes: number): string {
  const { firstLine, lastLine, lines } = range;
  const text = content.toString();
  const pieces = text.replace(/\n$/, '').split('\n');
  const shown: string[] = [];
  let room = Math.max(1, maxBytes - NOTES_BYTES);
  for (const piece of pieces.slice(0, lastLine - firstLine + 1)) {
    const numbered = number(firstLine + shown.length, piece.replace(/\r$/, ''));
    room -= Buffer.byteLength(numbered) + 1;
    if (room < 0) break;
    shown.push(numbered);
  }
  const notes: string[] = [];
  if (shown.length === 0) {
    const start = firstBytes(Buffer.from(number(firstLine, pieces[0]!)), Math.max(1, maxBytes - NOTES_BYTES));
    shown.push(start.toString());
    notes.push(`line ${firstLine} is longer than one call shows; bash and cut -b show the rest of it`);
  }
  const last = firstLine + shown.length - 1;
  if (last < lastLine) notes.push(`lines ${firstLine}–${last} of ${lines}; go on with startLine ${last + 1}`);
  else if (firstLine > 1 || last < lines) notes.push(`lines ${firstLine}–${last} of ${lines}`);
  if (text.includes('\r\n')) notes.push(/(?<!\r)\n/.test(text) ? 'some lines end in CRLF' : 'lines end in CRLF');
  if (!isUtf8(firstBytes(content, content.length))) notes.push('not all of it is UTF-8; � stands for other bytes');
  if (last === lines && !text.endsWith('\n')) notes.push('no newline at the end of the file');
  return [...shown, ...notes.map((note) => `[${note}]`)].join('\n');
}

function number(line: number, text: string): string {
  return `${String(line).padStart(6)}\t${text}`;
}
