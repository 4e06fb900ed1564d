import { cutText } from '../text/cut.ts';
import { visibleLine } from '../trajectory/visible.ts';

/** `ValueError: no column`, `Error: two rows`: what a language says of an exception, wherever its trace goes on. */
const EXCEPTION = /^\s*(?:[\w.]*(?:Error|Exception)|panic)\b.*\S/;

/** What a command said of its failure, or else said last, as the end of a reason; nothing where it was silent. */
export function tailOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const said = lines.findLast((line) => EXCEPTION.test(line)) ?? lines.slice(-3).join(' | ');
  return said ? `: ${cutText(visibleLine(said.trim()), 300)}` : '';
}
