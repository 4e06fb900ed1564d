import { GymkhanaError } from '../errors.ts';
import type { Limit, SandboxKind } from '../sandbox/contract.ts';
import type { Runner } from './runner.ts';

/**
 * Refuses a run whose agents are said to be hostile where not every limit is enforced: what one of them takes is missing
 * for everything else on the machine. Errors LIMITS_NOT_HELD, naming the limits.
 */
export function mustHoldLimits({ name, enforcement }: Pick<SandboxKind, 'name' | 'enforcement'>, runner: Runner): void {
  if (!runner.adversarial) return;
  const { pageCache: _, ...limits } = enforcement;
  const missing = (Object.keys(limits) as Limit[]).filter((limit) => limits[limit] !== 'enforced');
  if (missing.length === 0) return;
  const said = missing.map((limit) => `${limit} is ${limits[limit]}`).join(' and ');
  const problem = `an adversarial run needs every limit enforced, but here ${said}`;
  const fix = 'run as root where the kernel has cgroups, or use an engine (`sandbox: docker`)';
  throw new GymkhanaError({ code: 'LIMITS_NOT_HELD', place: name, problem, fix });
}
