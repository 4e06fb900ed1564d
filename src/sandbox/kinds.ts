import { GymkhanaError } from '../errors.ts';
import { answers, installWithApt } from './apt.ts';
import type { Health, SandboxKind } from './contract.ts';
import type { SandboxName } from './names.ts';

/** Every kind there is: one file, one line here. Only what is opened is loaded. */
export const SANDBOX_KINDS = {
  docker: async () => (await import('./docker/kind.ts')).openDocker(),
  namespace: async () => (await import('./namespace/kind.ts')).openNamespace(),
} satisfies Record<string, () => Promise<SandboxKind>>;

/**
 * Opens the kind that a runner names. `auto` takes docker where an engine answers, else namespaces, and says which and
 * why. Errors ENGINE_UNREACHABLE and SANDBOX_FAILED with the fix: there is no running without isolation.
 */
export async function openSandboxKind(name: SandboxName, say: (line: string) => void): Promise<SandboxKind> {
  if (name === 'docker') return mustBeHealthy(await SANDBOX_KINDS.docker());
  if (name === 'namespace') return openHealthyNamespace(say);
  const docker = await SANDBOX_KINDS.docker();
  const health = await docker.doctor();
  if (health.ok) {
    say('sandbox: docker, because an engine answers');
    return docker;
  }
  await docker[Symbol.asyncDispose]();
  say(`sandbox: namespace, because ${failures(health)}`);
  return openHealthyNamespace(say);
}

async function openHealthyNamespace(say: (line: string) => void): Promise<SandboxKind> {
  if (process.platform === 'linux' && !(await answers('bwrap'))) {
    await installWithApt('bubblewrap', 'to isolate trials without an engine', say);
  }
  return mustBeHealthy(await SANDBOX_KINDS.namespace());
}

async function mustBeHealthy(kind: SandboxKind): Promise<SandboxKind> {
  const health = await kind.doctor();
  if (health.ok) return kind;
  await kind[Symbol.asyncDispose]();
  const fix = health.checks.find((check) => !check.ok)?.fix ?? 'see `gymkhana doctor`';
  const code = kind.name === 'docker' ? 'ENGINE_UNREACHABLE' : 'SANDBOX_FAILED';
  throw new GymkhanaError({ code, place: kind.name, problem: failures(health), fix });
}

function failures({ checks }: Health): string {
  return checks
    .filter(({ ok }) => !ok)
    .map(({ detail }) => detail)
    .join(', ');
}
