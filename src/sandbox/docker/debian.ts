import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { GymkhanaError } from '../../errors.ts';
import { answers, installWithApt } from '../apt.ts';
import { type Engine, engineCall, isStatus } from './engine.ts';

const SUITE = 'bookworm';
const FROM_REGISTRY = `debian:${SUITE}-slim`;
const FROM_PACKAGES = `gymkhana/debian:${SUITE}`;

/** A reference to a plain Debian in the engine: there already, pulled, or made from Debian packages. */
export async function ensureDebian(engine: Engine, onProgress: (line: string) => void): Promise<string> {
  for (const ref of [FROM_PACKAGES, FROM_REGISTRY]) if (await hasImage(engine, ref)) return ref;
  onProgress(`pulling ${FROM_REGISTRY}`);
  const refusal = await tryPull(engine);
  if (!refusal) return FROM_REGISTRY;
  onProgress(`no registry answers (${refusal}); making the base from Debian packages`);
  await importFromPackages(engine, refusal, onProgress);
  return FROM_PACKAGES;
}

export async function hasImage(engine: Engine, ref: string): Promise<boolean> {
  try {
    await engineCall('inspecting an image', engine.getImage(ref).inspect());
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

async function tryPull(engine: Engine): Promise<string | null> {
  try {
    const stream = await engineCall('pulling an image', engine.pull(FROM_REGISTRY), 30_000);
    await engineCall('pulling an image', followProgress(engine, stream), 10 * 60_000);
    return null;
  } catch (error) {
    if (error instanceof GymkhanaError && error.code !== 'ENGINE_UNREACHABLE') return error.problems[0].problem;
    throw error;
  }
}

/** Resolves when a build or a pull is over; rejects with what the engine says went wrong. */
export function followProgress(
  engine: Engine,
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onEvent = (event: { stream?: string; error?: string }) => {
      if (event.error) reject(new Error(event.error));
      for (const line of event.stream?.split('\n') ?? []) if (line.trim()) onLine(line);
    };
    engine.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()), onEvent);
  });
}

async function importFromPackages(engine: Engine, refusal: string, onProgress: (line: string) => void): Promise<void> {
  await ensureMmdebstrap(refusal, onProgress);
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-debian-'));
  try {
    const archive = join(folder, 'debian.tar');
    onProgress(`mmdebstrap ${SUITE} (about half a minute)`);
    await execa('mmdebstrap', ['--variant=minbase', SUITE, archive], { stdin: 'ignore', cleanup: true });
    const [repo, tag] = FROM_PACKAGES.split(':');
    const stream = await engineCall('importing an image', engine.importImage(archive, { repo, tag }), 5 * 60_000);
    await engineCall('importing an image', followProgress(engine, stream), 5 * 60_000);
  } catch (error) {
    if (error instanceof ExecaError) throw unavailable(`mmdebstrap failed: ${lastLine(error.stderr)}`, error);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ensureMmdebstrap(refusal: string, onProgress: (line: string) => void): Promise<void> {
  if (await answers('mmdebstrap')) return;
  const missing = await installWithApt('mmdebstrap', 'to make the base image from Debian packages', onProgress);
  if (missing) throw unavailable(`no registry answers (${refusal}), and mmdebstrap is not here: ${missing}`);
}

function lastLine(text: unknown): string {
  return String(text).trim().split('\n').at(-1) ?? '';
}

function unavailable(problem: string, cause?: unknown): GymkhanaError {
  const fix =
    `let the engine reach a registry (docker pull ${FROM_REGISTRY}), or on Debian or Ubuntu run ` +
    '`sudo apt-get install mmdebstrap` and try again';
  return new GymkhanaError({ code: 'IMAGE_BASE_UNAVAILABLE', place: FROM_REGISTRY, problem, fix }, { cause });
}
