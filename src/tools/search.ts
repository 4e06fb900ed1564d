import { z } from 'zod';
import { crlfPattern } from './crlf-pattern.ts';
import { firstBytes } from './excerpt.ts';
import { type Match, parseMatches } from './matches.ts';
import { pathInput, shellText } from './path.ts';
import { quote, quotePath, showName } from './quote.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

const MAX_MATCHES = 200;
const MAX_LINE_BYTES = 500;
/** A name may be long, and a line may be found twice. */
const MAX_RECORD_BYTES = 4_600;
const MAX_RECORDS = 3 * MAX_MATCHES;

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
    const output = await runStateless(env, searchCommand({ pattern: crlfPattern(pattern), path, glob }), {
      maxOutputBytes: MAX_RECORDS * (MAX_RECORD_BYTES + 1),
    });
    if (!output.ok) return failure(output.problem);
    const isGnu = output.stderr.endsWith('\0');
    const problem = output.stderr.replace(/\0$/, '').trim();
    const matches = parseMatches(output.stdout, isGnu ? '\0' : ':');
    if (matches.length === 0) return problem === '' ? success('no match') : failure(problem);
    const shown = matches.slice(0, MAX_MATCHES).map(show);
    if (matches.length > MAX_MATCHES)
      shown.push(`[more than ${MAX_MATCHES} matches; narrow the pattern, path or glob]`);
    return success(shown.join('\n'));
  },
};

function show({ path, line, text }: Match): string {
  return `${showName(path)}:${line}:${firstBytes(Buffer.from(text), MAX_LINE_BYTES)}`;
}

/**
 * Prints records as parseMatches reads them, and on stderr what went wrong, with a NUL at its end where grep is GNU's.
 * Files go by their order, as that of a folder differs between file systems. A file without a NUL is text in whatever
 * encoding; what is no UTF-8 is searched byte for byte too, as no pattern for characters matches its bytes.
 */
function searchCommand({ pattern, path, glob }: { pattern: string; path: string; glob: string | undefined }): string {
  const [expression, place] = [quote(pattern), quotePath(path)];
  const include = glob === undefined ? '' : `--include=${quote(glob)} `;
  const name = glob === undefined ? '' : `-name ${quote(glob)} `;
  return `export LC_ALL=C.UTF-8 expression=${expression}
grep -qE -e "$expression" </dev/null; [ $? -le 1 ] || exit 2
{ if grep --version >/dev/null 2>&1; then
  LC_ALL=C grep -rlIZ --exclude-dir=.git ${include}-e '' -- ${place} | LC_ALL=C sort -z | xargs -0 -r sh -c '
    grep -nHZaE -e "$expression" -- "$@"
    grep -lZaxv ".*" -- "$@" | LC_ALL=C xargs -0 -r grep -nHZaE -e "$expression" --' sh
  printf '\\0' >&2
else
  find -H ${place} -name .git -prune -o -type f ${name}-print0 | LC_ALL=C sort -z | xargs -0 -r grep -nHE -e "$expression" --
fi; } | LC_ALL=C cut -b 1-${MAX_RECORD_BYTES} | head -n ${MAX_RECORDS}`;
}
