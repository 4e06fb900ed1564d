import { GymkhanaError } from '../../errors.ts';
import type { ExecOptions, ExecResult, WorkspaceFile } from '../contract.ts';
import { trusted } from '../slot/held.ts';
import { packFiles } from '../tar.ts';
import type { Holder } from './holder.ts';

/** Through the merged view: what is written is the upper layer's, and the layer stays as it is. */
export async function writeFiles(
  { shell, folder }: Holder,
  uid: number,
  { files, deleted }: { files: readonly WorkspaceFile[]; deleted: readonly string[] },
): Promise<void> {
  const workspace = `${folder}/merged`;
  if (deleted.length > 0) {
    const names = Buffer.from(deleted.map((path) => `./${path}\0`).join(''));
    await trusted(shell, `cd ${workspace} && xargs -0 rm -rf --`, names);
  }
  if (files.length === 0) return;
  const archive = Buffer.concat(await packFiles(files, uid).toArray());
  await trusted(shell, `tar -xpf - --numeric-owner -C ${workspace}`, archive);
}

type Exec = (argv: readonly string[], options: ExecOptions) => Promise<ExecResult>;

/**
 * Read from inside, as the untrusted user: hostile links then lead nowhere that it could not read itself. null where
 * there is no regular file.
 */
export async function readWorkspaceFile(exec: Exec, path: string, maxBytes: number): Promise<Buffer | null> {
  const script = '[ -f "$1" ] && [ ! -L "$1" ] || exit 3; wc -c <"$1" >&2; exec head -c "$2" "$1"';
  const options = { timeoutMs: 30_000, maxOutputBytes: 2 * maxBytes + 2 };
  const { exitCode, stdout, stderr } = await exec(['sh', '-c', script, 'read', `./${path}`, `${maxBytes}`], options);
  if (exitCode === 3) return null;
  const bytes = Number(stderr.toString());
  if (exitCode === 0 && bytes <= maxBytes) return stdout;
  const problem = exitCode === 0 ? `the file has ${bytes} bytes, more than ${maxBytes}` : 'the file could not be read';
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: path, problem });
}

/** Whether the workspace shows a path. Only when nothing runs there any more: its folders are followed. */
export async function isVisible({ shell, folder }: Holder, path: string): Promise<boolean> {
  const look = `xargs -0 sh -c '[ -e "$1" ] || [ -L "$1" ] && echo yes || echo no' sh`;
  const answer = await trusted(shell, look, Buffer.from(`${folder}/merged/${path}\0`));
  return answer.toString() === 'yes\n';
}
