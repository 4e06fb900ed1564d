import { z } from 'zod';
import { explainNoMatch } from './no-match.ts';
import { pathInput, requireFile } from './path.ts';
import { quotePath } from './quote.ts';
import { replaceFile } from './replace-file.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

/** A file to edit is held in the harness while the text is replaced. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_MATCHES = 20;

const input = z.strictObject({
  path: pathInput(),
  oldText: z.string().min(1).describe('text that is in the file exactly once, without line numbers'),
  newText: z.string(),
});

export const editFile: Tool<typeof input> = {
  name: 'edit_file',
  description:
    'Replace one piece of text of a file. oldText must match exactly and only once: give enough lines around it. ' +
    'Line ends (LF or CRLF) and the mode of the file stay as they are.',
  input,
  async run({ path, oldText, newText }, env) {
    const file = quotePath(path);
    const output = await runStateless(
      env,
      `${requireFile(path)}
if [ "$(wc -c < ${file})" -gt ${MAX_BYTES} ]; then echo 'is too large to edit; use sed in bash' >&2; exit 1; fi
cat ${file}`,
      { maxOutputBytes: 2 * MAX_BYTES },
    );
    if (!output.ok) return failure(`${path}: ${output.problem}`);
    const edit = planEdit(output.stdout, oldText, newText);
    if ('problem' in edit) return failure(`${path}: ${edit.problem}`);
    const written = await runStateless(env, replaceFile(path), { stdin: edit.content });
    return written.ok ? success(`edited ${path} at line ${edit.line}`) : failure(`${path}: ${written.problem}`);
  },
};

/** Works on bytes, so a file that is not UTF-8 keeps what the edit does not touch. */
export function planEdit(
  content: Buffer,
  oldText: string,
  newText: string,
): { content: Buffer; line: number } | { problem: string } {
  if (content.includes(0)) return { problem: 'is a binary file' };
  const ends = endsFor(content, oldText);
  const wanted = Buffer.from(ends(oldText));
  const replacement = Buffer.from(ends(newText));
  if (wanted.equals(replacement)) return { problem: 'oldText and newText are the same' };
  const places = matches(content, wanted);
  const [at] = places;
  if (at === undefined) return { problem: explainNoMatch(content.toString(), oldText) };
  if (places.length > 1) {
    const lines = places.map((place) => lineAt(content, place)).join(', ');
    const number = places.length === MAX_MATCHES ? `at least ${MAX_MATCHES}` : places.length;
    return { problem: `oldText is there ${number} times, in lines ${lines}; give more of the text around the one` };
  }
  const edited = Buffer.concat([content.subarray(0, at), replacement, content.subarray(at + wanted.length)]);
  return { content: edited, line: lineAt(content, at) };
}

function matches(content: Buffer, wanted: Buffer): number[] {
  const places: number[] = [];
  let at = content.indexOf(wanted);
  while (at !== -1 && places.length < MAX_MATCHES) {
    places.push(at);
    at = content.indexOf(wanted, at + 1);
  }
  return places;
}

function lineAt(content: Buffer, offset: number): number {
  let line = 1;
  for (let at = content.indexOf('\n'); at !== -1 && at < offset; at = content.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** As the file has its line ends; where it has both kinds, as the lines around the edit have them. */
function endsFor(content: Buffer, oldText: string): (text: string) => string {
  const asItIs = (text: string) => text;
  if (hasOnlyCrlf(content)) return toCrlf;
  return content.includes('\r\n') && oldText.includes('\n') && !content.includes(oldText) ? toCrlf : asItIs;
}

function hasOnlyCrlf(content: Buffer): boolean {
  let at = content.indexOf('\n');
  if (at === -1) return false;
  for (; at !== -1; at = content.indexOf('\n', at + 1)) if (content[at - 1] !== 0x0d) return false;
  return true;
}

function toCrlf(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
