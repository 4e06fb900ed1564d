import { currentOwner, isAlive, type Owner } from '../../owner.ts';

/** On everything that belongs to a living process: containers and volumes of slots and sandboxes. */
export const OWNER_LABEL = 'gymkhana.owner';
/** On the volumes of a sandbox: its name. The engine removes them with its container, but not where others do. */
export const SANDBOX_LABEL = 'gymkhana.sandbox';
/** On what is kept between runs: images and layers, by their kind. */
export const CACHE_LABEL = 'gymkhana.cache';

export function ownerLabels(owner: Owner = currentOwner()): Record<string, string> {
  return { [OWNER_LABEL]: `${owner.host} ${owner.bootId} ${owner.pid} ${owner.startTicks}` };
}

/** Whether the process that a label names is gone for sure; another host's processes can't be judged from here. */
export function isOrphan(label: string): boolean {
  const [host, bootId, pid, startTicks] = label.split(' ');
  if (!host || !bootId) return false;
  return isAlive({ host, bootId, pid: Number(pid), startTicks: Number(startTicks) }) === false;
}
