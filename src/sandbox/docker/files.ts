import { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import pLimit from 'p-limit';
import { GymkhanaError, hasCode } from '../../errors.ts';
import { WORKSPACE, type WorkspaceFile } from '../contract.ts';
import { packFiles } from '../tar.ts';
import { engineCall, isStatus } from './engine.ts';
import { execInContainer } from './exec.ts';
import { UNTRUSTED_UID } from './users.ts';

/** Brings files over and takes files away; deletions first, so that a folder may become a file. */
export async function writeFiles(
  container: Container,
  { files, deleted }: { files: readonly WorkspaceFile[]; deleted: readonly string[] },
): Promise<void> {
  for (let i = 0; i < deleted.length; i += 500) {
    const paths = deleted.slice(i, i + 500).map((path) => `./${path}`);
    await mustSucceed(container, ['rm', '-rf', '--', ...paths]);
  }
  if (files.length === 0) return;
  const archive = packFiles(files, UNTRUSTED_UID);
  try {
    await engineCall('writing files', container.putArchive(archive, { path: WORKSPACE }));
  } catch (error) {
    // A workspace is in memory, with a quota of its own: the engine's disk may have all the room in the world.
    if (!hasCode(error, 'DISK_FULL')) throw error;
    const place = container.id.slice(0, 12);
    const problem = "the files don't fit into the sandbox's disk quota";
    throw new GymkhanaError(
      { code: 'SANDBOX_FAILED', place, problem, fix: 'raise resources.diskMb' },
      { cause: error },
    );
  }
}

async function mustSucceed(container: Container, argv: string[]): Promise<void> {
  const { exitCode, stderr } = await execInContainer(container, argv, {
    timeoutMs: 60_000,
    maxOutputBytes: 4096,
  });
  if (exitCode === 0) return;
  const problem = `${argv[0]} ended with ${exitCode}: ${stderr.toString()}`;
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: container.id.slice(0, 12), problem });
}

/** The engine found the container, but not the path in it. */
function isNoPath(error: unknown): boolean {
  const said = error instanceof GymkhanaError ? error.message : '';
  return isStatus(error, 404) && !said.includes('No such container: ');
}

/** Whether a path exists in a container, running or not. */
export async function hasPath(container: Container, path: string): Promise<boolean> {
  try {
    const answer: unknown = await engineCall('looking at a path', container.infoArchive({ path }));
    // The answer is in its headers; unread, it would keep its connection and with it the process.
    if (answer instanceof Readable) answer.resume();
    return true;
  } catch (error) {
    if (isNoPath(error)) return false;
    throw error;
  }
}

/** Whether the workspace of a container, running or not, shows these paths. A few at a time: each is a call. */
export async function areVisible(container: Container, paths: readonly string[]): Promise<boolean[]> {
  const limit = pLimit(4);
  return Promise.all(paths.map((path) => limit(() => hasPath(container, `${WORKSPACE}/${path}`))));
}
