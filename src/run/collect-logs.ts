import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import picomatch from 'picomatch';
import { writeDurably } from '../files.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import { isSafePath } from '../task/task-path.ts';

/** The folder of a rollout that has them. */
export const COLLECTED = 'collected';

const MAX_FILES = 20;
const MAX_BYTES = 1024 * 1024;
/** For all of them: a program that still runs may fill its home folder meanwhile. */
const PATIENCE_MS = 20_000;

/** Regular files below the home folder, a path ended by NUL each; no more names than the harness reads. */
const LIST = `cd && find . -type f -size -${MAX_BYTES / 1024 + 1}k -print0 | head -c 1000000`;
const READ = `cd && head -c ${MAX_BYTES} -- "$1"`;

/**
 * Keeps an installed agent's own logs: the files below its home folder that its globs name, before its processes are
 * ended. What they say is the agent's word and counts for nothing, so a sandbox that fails here fails nothing else.
 *
 * @returns the paths that were kept
 */
export async function collectLogs(
  sandbox: Pick<Sandbox, 'spawn'>,
  globs: readonly string[],
  { folder, redact }: { folder: string; redact(text: string): string },
): Promise<string[]> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
  const kept: string[] = [];
  try {
    const listed = await Promise.race([run(sandbox, ['sh', '-c', LIST]), late]);
    const paths = (listed ?? '').split('\0').map((path) => path.replace(/^\.\//, ''));
    const isWanted = picomatch([...globs], { dot: true });
    for (const path of paths
      .filter((one) => isSafePath(one) && isWanted(one))
      .sort()
      .slice(0, MAX_FILES)) {
      const content = await Promise.race([run(sandbox, ['sh', '-c', READ, 'sh', path]), late]);
      if (content === null) break;
      await mkdir(dirname(join(folder, COLLECTED, path)), { recursive: true });
      await writeDurably(join(folder, COLLECTED, path), redact(content).toWellFormed());
      kept.push(path);
    }
  } catch {
    // The agent has ended its own sandbox, or something outside did: the rollout's own look at it tells.
  }
  return kept;
}

async function run({ spawn }: Pick<Sandbox, 'spawn'>, command: [string, ...string[]]): Promise<string> {
  const program = await spawn(command);
  program.stdin.end();
  program.stderr.resume();
  const output = await text(program.stdout as Readable);
  await program.exit;
  return output;
}
