import { z } from 'zod';
import { countOf } from '../text/count.ts';
import { numberLines } from './numbered.ts';
import { pathInput, requireFile } from './path.ts';
import { quotePath } from './quote.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

const input = z.strictObject({
  path: pathInput(),
  startLine: z.int().positive().optional().describe('first line to show, from 1'),
  endLine: z.int().positive().optional().describe('last line to show'),
});

export const readFile: Tool<typeof input> = {
  name: 'read_file',
  description: 'Show a text file, or some lines of it, with line numbers. Says where to go on if it is too long.',
  input,
  async run({ path, startLine = 1, endLine }, env) {
    if (endLine !== undefined && endLine < startLine) return failure(`endLine ${endLine} is before ${startLine}`);
    const file = quotePath(path);
    // Sizes go to stderr, so stdout is nothing but the bytes of the file; `head` keeps a huge one in the sandbox.
    const output = await runStateless(
      env,
      `${requireFile(path)}
{ wc -l < ${file} && wc -c < ${file} && tail -c 1 ${file} | od -An -tx1; } >&2 || exit 1
tail -n +${startLine} ${file} |${endLine ? ` head -n ${endLine - startLine + 1} |` : ''} head -c ${env.maxOutputBytes}`,
    );
    if (!output.ok) return failure(`${path}: ${output.problem}`);
    const { lines, bytes } = parseSizes(output.stderr);
    if (output.stdout.includes(0))
      return failure(`${path}: is a binary file of ${bytes.toLocaleString('en-US')} bytes`);
    if (lines === 0) return success('(the file is empty)');
    if (startLine > lines) return failure(`${path}: has only ${countOf(lines, 'line')}`);
    const lastLine = Math.min(endLine ?? lines, lines);
    return success(numberLines(output.stdout, { firstLine: startLine, lastLine, lines }, env.maxOutputBytes));
  },
};

/** Newlines, bytes and the last byte in hexadecimal, as wc, wc and od print them. */
function parseSizes(text: string): { lines: number; bytes: number } {
  const [newlines = '0', bytes = '0', last = '0a'] = text.trim().split(/\s+/);
  return { lines: Number(newlines) + (last === '0a' ? 0 : 1), bytes: Number(bytes) };
}
