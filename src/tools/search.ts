import { z } from 'zod';
import { pathInput, shellText } from './path.ts';
import { quote, quotePath } from './quote.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

const MAX_MATCHES = 200;
const MAX_LINE_BYTES = 500;

const input = z.strictObject({
  pattern: shellText().describe('extended regular expression, as of grep -E'),
  path: pathInput().optional().describe('a folder or file to search in, relative to /workspace, or absolute'),
  glob: shellText()
    .refine((glob) => !glob.includes('/'), 'a pattern for file names, not paths (path is for the folder)')
    .optional()
    .describe('only files with such a name, as *.ts'),
});

export const search: Tool<typeof input> = {
  name: 'search',
  description: `Find lines by a regular expression in all text files but those of .git. Shows path:line:text, at most ${MAX_MATCHES}.`,
  input,
  async run({ pattern, path = '.', glob }, env) {
    const include = glob === undefined ? '' : `--include=${quote(glob)} `;
    const output = await runStateless(
      env,
      // Sorted, as the order of a folder differs between file systems. The status of grep would get lost in the pipe.
      `export LC_ALL=C.UTF-8
{ grep -rnIHE --exclude-dir=.git ${include}-e ${quote(pattern)} -- ${quotePath(path)}; echo "$?" >&2; } |
LC_ALL=C cut -b 1-${MAX_LINE_BYTES} | LC_ALL=C sort -s -t : -k 1,1 -k 2,2n | head -n ${MAX_MATCHES + 1}`,
      { maxOutputBytes: (MAX_MATCHES + 1) * (MAX_LINE_BYTES + 1) },
    );
    if (!output.ok) return failure(output.problem);
    const lines = output.stdout.toString().split('\n').slice(0, -1);
    const [, said = '', status = ''] = /^(.*?)(\d+)\n$/s.exec(output.stderr) ?? [];
    if (lines.length === 0) return status === '1' ? success('no match') : failure(said.trim() || 'grep failed');
    const shown = lines.slice(0, MAX_MATCHES).map((line) => line.replace(/^(\.\/)+/, ''));
    if (lines.length > MAX_MATCHES) shown.push(`[more than ${MAX_MATCHES} matches; narrow the pattern, path or glob]`);
    return success(shown.join('\n'));
  },
};
