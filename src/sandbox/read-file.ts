import { GymkhanaError } from '../errors.ts';
import type { ExecOptions, ExecResult } from './contract.ts';

type Exec = (argv: readonly string[], options: ExecOptions) => Promise<ExecResult>;

/**
 * Read from inside, as the untrusted user: hostile links then lead nowhere that it could not read itself. null where
 * there is no regular file.
 */
export async function readWorkspaceFile(exec: Exec, path: string, maxBytes: number): Promise<Buffer | null> {
  const script =
    '[ -f "$1" ] && [ "$(realpath "$1")" = "$PWD/$1" ] || exit 3; wc -c <"$1" >&2; exec head -c "$2" <"$1"';
  const options = { timeoutMs: 30_000, maxOutputBytes: 2 * maxBytes + 2 };
  const { exitCode, stdout, stderr } = await exec(['sh', '-c', script, 'read', path, `${maxBytes}`], options);
  if (exitCode === 3) return null;
  const bytes = Number(stderr.toString());
  if (exitCode === 0 && bytes <= maxBytes) return stdout;
  const problem = exitCode === 0 ? `the file has ${bytes} bytes, more than ${maxBytes}` : 'the file could not be read';
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: path, problem });
}
