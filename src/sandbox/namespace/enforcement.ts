import type { Enforcement } from '../contract.ts';
import type { CgroupRoot } from './cgroup.ts';

/** Memory and CPU take cgroups; processes can be held without, and the rest is of the namespaces; see seccomp.ts for pages. */
export function enforcementOf(cgroups: CgroupRoot): Enforcement {
  const kept = cgroups ? 'enforced' : 'absent';
  return {
    cpus: kept,
    memoryMb: kept,
    pids: 'enforced',
    diskMb: 'enforced',
    network: 'enforced',
    pageCache: 'filtered',
  };
}
