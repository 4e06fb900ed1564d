import { platform } from 'node:os';
import Docker from 'dockerode';
import { GymkhanaError } from '../../errors.ts';

/** The engine's own client; this folder is its only user. DOCKER_HOST and its relatives are read by the client itself. */
export type Engine = Docker;

/** Errors ENGINE_UNREACHABLE where DOCKER_HOST is no address at all. */
export function connectEngine(): Engine {
  try {
    return new Docker();
  } catch (cause) {
    const problem = `${whereAsked()} is no address like tcp://localhost:2375 or unix:///var/run/docker.sock`;
    const fix = 'correct or unset DOCKER_HOST';
    throw new GymkhanaError({ code: 'ENGINE_UNREACHABLE', place: 'docker', problem, fix }, { cause });
  }
}

/** Where an engine was looked for, if somebody said so; empty for the usual place. */
function whereAsked(): string {
  const { DOCKER_HOST } = process.env;
  return DOCKER_HOST ? `DOCKER_HOST=${DOCKER_HOST}` : '';
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

const UNREACHABLE = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES', 'EPERM'],
];

function howToReach(code: string): string {
  if (code === 'EACCES' || code === 'EPERM') {
    return 'you may not use its socket: `sudo usermod -aG docker $USER` and log in again, or be root';
  }
  if (whereAsked()) return 'start an engine there, or correct or unset DOCKER_HOST';
  return platform() === 'linux'
    ? 'on Debian or Ubuntu `sudo apt-get install docker.io && sudo service docker start`, then be in the group docker or root'
    : 'start Docker Desktop, or another engine, and set DOCKER_HOST if it does not listen at the usual place';
}

type EngineFailure = { statusCode?: number; code?: string; message?: string; json?: { message?: string } };

function describeFailure(what: string, cause: unknown): GymkhanaError {
  const { code, message = String(cause), json } = cause as EngineFailure;
  const said = json?.message ?? message;
  if (code && UNREACHABLE.includes(code)) {
    const problem = `no Docker engine answers${whereAsked() && ` at ${whereAsked()}`} (${said})`;
    const fix = howToReach(code);
    return new GymkhanaError({ code: 'ENGINE_UNREACHABLE', place: 'docker', problem, fix }, { cause });
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
