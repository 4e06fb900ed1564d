import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { type Engine, engineCall, isStatus } from './engine.ts';
import { SANDBOX_LABEL } from './labels.ts';

const KILLED = 128 + 9;

/**
 * Whether something outside ended the sandbox: nothing inside can end PID 1 of this role, whose user is another one, but
 * by using up the memory.
 */
export async function wasEnded(container: Container, exitCode: number | null): Promise<boolean> {
  // PID 1 takes everything along with SIGKILL, and the engine notes its end a moment after theirs.
  for (let looks = exitCode === KILLED ? 20 : 1; looks > 0; looks--) {
    const { Running, OOMKilled } = (await engineCall('inspecting a sandbox', container.inspect())).State;
    if (!Running) return !OOMKilled;
    if (looks > 1) await sleep(50);
  }
  return false;
}

/** Where something else has removed the container, or is at it, its volumes are still there. */
export async function removeSandbox(engine: Engine, container: Container, name: string): Promise<void> {
  const isOurs = await engineCall('removing a sandbox', container.remove({ force: true, v: true })).then(
    () => true,
    (error) => !isStatus(error, 404, 409) && Promise.reject(error),
  );
  if (isOurs) return;
  const label = [`${SANDBOX_LABEL}=${name}`];
  const { Volumes } = await engineCall('listing volumes', engine.listVolumes({ filters: { label } }));
  for (const { Name } of Volumes ?? []) await removeVolume(engine, Name);
}

/** A container that is being removed holds its volumes for a moment longer. */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  for (let tries = 100; tries > 0; tries--) {
    try {
      return await engineCall('removing a volume', engine.getVolume(name).remove());
    } catch (error) {
      if (isStatus(error, 404)) return;
      if (!isStatus(error, 409)) throw error;
    }
    await sleep(50);
  }
}

/** The engine notes a sandbox's end a moment after that of what ran in it. */
export async function isEnding(container: Container): Promise<boolean> {
  for (let looks = 20; looks > 0; looks--) {
    if (!(await isRunning(container))) return true;
    await sleep(50);
  }
  return false;
}

export async function isRunning(container: Container): Promise<boolean> {
  try {
    return (await engineCall('inspecting a sandbox', container.inspect())).State.Running;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}
