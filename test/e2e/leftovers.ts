import { inject } from 'vitest';
import { connectEngine } from '../../src/sandbox/docker/engine.ts';
import { OWNER_LABEL } from '../../src/sandbox/docker/labels.ts';
import { namespaceLeftovers } from '../contract/namespace.leftovers.ts';

/** Containers in any state, volumes and namespace sandboxes that belong to one of these processes, by name. */
export async function leftoversOf(pids: readonly number[]): Promise<string[]> {
  const marks = pids.flatMap((pid) => [`"pid":${pid},`, `-${pid}`]);
  const inNamespaces = await Promise.all(marks.map(namespaceLeftovers));
  return [...inNamespaces.flat(), ...(inject('missingEngine') === '' ? await inEngine(pids) : [])];
}

async function inEngine(pids: readonly number[]): Promise<string[]> {
  const engine = connectEngine();
  const filters = { label: [OWNER_LABEL] };
  const containers = await engine.listContainers({ all: true, filters });
  const { Volumes } = await engine.listVolumes({ filters });
  const found = [
    ...containers.map(({ Names, Labels }) => ({ name: `container ${Names.join(' ')}`, Labels })),
    ...(Volumes ?? []).map(({ Name, Labels }) => ({ name: `volume ${Name}`, Labels })),
  ];
  return found.filter(({ Labels }) => pids.includes(pidOf(Labels))).map(({ name }) => name);
}

/** An owner is `<host> <boot> <pid> <start>`. */
function pidOf(labels: Record<string, string>): number {
  return Number(labels[OWNER_LABEL]?.split(' ')[2]);
}
