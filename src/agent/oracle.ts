import { isUtf8 } from 'node:buffer';
import { quotePath } from '../tools/quote.ts';
import type { ToolCall } from './script.ts';

/** What a workspace has to become: paths relative to it. */
type Change = {
  files: readonly { path: string; content: Buffer; executable: boolean }[];
  deleted: readonly string[];
};

/**
 * The tool calls that make a change and submit it, in an order that also turns a file into a folder and back.
 *
 * @param wasExecutable whether the workspace has an executable file at a path: tools that write keep its mode
 */
export function oracleCalls(change: Change, wasExecutable: (path: string) => boolean = () => false): ToolCall[] {
  const files = change.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const executables = files.filter(({ executable }) => executable);
  const plain = files.filter(({ executable, path }) => !executable && wasExecutable(path));
  return [
    ...removal(change),
    ...files.map(writing),
    ...(executables.length > 0 ? [bash(`chmod +x -- ${words(executables.map(({ path }) => path))}`)] : []),
    ...(plain.length > 0 ? [bash(`chmod -x -- ${words(plain.map(({ path }) => path))}`)] : []),
    { tool: 'submit', args: {} },
  ];
}

/** Deleted files, and folders that a file takes the place of, as `rm` of the last file leaves the folder. */
function removal({ files, deleted }: Change): ToolCall[] {
  if (deleted.length === 0) return [];
  const replaced = files.map(({ path }) => path).filter((path) => deleted.some((gone) => gone.startsWith(`${path}/`)));
  return [bash(`rm -rf -- ${words([...deleted, ...replaced].toSorted())}`)];
}

function writing({ path, content }: Change['files'][number]): ToolCall {
  if (isUtf8(content) && !content.includes(0)) {
    return { tool: 'write_file', args: { path, content: content.toString() } };
  }
  const folder = path.includes('/') ? `mkdir -p -- ${quotePath(path.slice(0, path.lastIndexOf('/')))}\n` : '';
  const lines = content.toString('base64').replaceAll(/.{1,76}/g, '$&\n');
  return bash(`${folder}base64 -d > ${quotePath(path)} <<'END'\n${lines}END`);
}

function bash(command: string): ToolCall {
  return { tool: 'bash', args: { command } };
}

function words(paths: readonly string[]): string {
  return paths.map(quotePath).join(' ');
}
