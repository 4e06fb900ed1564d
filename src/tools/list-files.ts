import { z } from 'zod';
import { pathInput } from './path.ts';
import { quotePath, showName } from './quote.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

const MAX_ENTRIES = 500;
const DEFAULT_DEPTH = 2;
const MAX_BYTES = 4 * 1024 * 1024;

/** Every find has `-exec`, not every one `-printf`. */
const PRINT_FOLDERS = 'for path; do printf "%s/\\0" "$path"; done';
const PRINT_LINKS = 'for path; do printf "%s -> %s\\0" "$path" "$(readlink "$path")"; done';

const input = z.strictObject({
  path: pathInput().optional(),
  depth: z.int().min(1).max(20).optional().describe(`levels of folders, ${DEFAULT_DEPTH} if not given`),
});

export const listFiles: Tool<typeof input> = {
  name: 'list_files',
  description: `List a folder and what is in its folders, without .git, at most ${MAX_ENTRIES} entries. Folders end in /.`,
  input,
  async run({ path = '.', depth = DEFAULT_DEPTH }, env) {
    const folder = quotePath(path);
    const output = await runStateless(
      env,
      `if [ ! -e ${folder} ]; then echo 'no such folder' >&2; exit 1; fi
if [ ! -d ${folder} ]; then echo 'is not a folder' >&2; exit 1; fi
find -H ${folder} -mindepth 1 -maxdepth ${depth} -name .git -prune -o -type d -exec sh -c '${PRINT_FOLDERS}' sh {} + -o \\
  -type l -exec sh -c '${PRINT_LINKS}' sh {} + -o -print0 | LC_ALL=C sort -z | head -c ${MAX_BYTES}`,
      { maxOutputBytes: 2 * MAX_BYTES },
    );
    if (!output.ok) return failure(`${path}: ${output.problem}`);
    const entries = output.stdout.toString().split('\0').slice(0, -1);
    if (entries.length === 0) return success('(the folder is empty)');
    const shown = entries.slice(0, MAX_ENTRIES).map(show);
    if (entries.length > MAX_ENTRIES) shown.push(`[more than ${MAX_ENTRIES} entries; give a path or a smaller depth]`);
    return success(shown.join('\n'));
  },
};

function show(entry: string): string {
  return showName(entry.replace(/^(\.\/)+/, ''));
}
