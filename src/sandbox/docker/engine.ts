import Docker from 'dockerode';
import { GymkhanaError } from '../../errors.ts';

/** The engine's own client; this folder is its only user. DOCKER_HOST and its relatives are read by the client itself. */
export type Engine = Docker;

export function connectEngine(): Engine {
  return new Docker();
}

/** A single engine call may hang (1 in some hundred at load): none is awaited without a deadline. */
export const CALL_TIMEOUT_MS = 60_000;

/**
 * Awaits an engine call under a deadline and says in the project's words what went wrong:
 * ENGINE_UNREACHABLE, ENGINE_TIMEOUT, DISK_FULL or ENGINE_FAILED.
 */
export async function engineCall<T>(what: string, call: Promise<T>, timeoutMs = CALL_TIMEOUT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const problem = `${what} did not finish within ${timeoutMs / 1000} s`;
      reject(new GymkhanaError({ code: 'ENGINE_TIMEOUT', place: 'docker', problem, fix: 'see `gymkhana doctor`' }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([call, late]);
  } catch (error) {
    throw error instanceof GymkhanaError ? error : describeFailure(what, error);
  } finally {
    clearTimeout(timer);
  }
}

type EngineFailure = { statusCode?: number; code?: string; message?: string; json?: { message?: string } };

function describeFailure(what: string, cause: unknown): GymkhanaError {
  const { code, message = String(cause), json } = cause as EngineFailure;
  const said = json?.message ?? message;
  if (code && ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'EPERM'].includes(code)) {
    const fix = 'start one, or point DOCKER_HOST at it; `gymkhana doctor` says more';
    return new GymkhanaError(
      { code: 'ENGINE_UNREACHABLE', place: 'docker', problem: `no Docker engine answers (${said})`, fix },
      { cause },
    );
  }
  const full = /no space left on device/i.test(said);
  return new GymkhanaError(
    {
      code: full ? 'DISK_FULL' : 'ENGINE_FAILED',
      place: 'docker',
      problem: `${what} failed: ${said}`,
      fix: full ? 'free space (`gymkhana clean --all` drops caches), then `gymkhana resume`' : 'see `gymkhana doctor`',
    },
    { cause },
  );
}

/** The engine's answer `no such …`, or a name that something else holds already. */
export function isStatus(error: unknown, ...statusCodes: number[]): boolean {
  const cause = error instanceof GymkhanaError ? error.cause : error;
  return statusCodes.includes((cause as EngineFailure | undefined)?.statusCode ?? 0);
}

/** Awaits a removal; what is gone already is removed. */
export async function removed(what: string, call: Promise<unknown>): Promise<void> {
  try {
    await engineCall(what, call);
  } catch (error) {
    if (!isStatus(error, 404, 409)) throw error;
  }
}
