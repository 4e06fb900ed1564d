import { connectEngine } from '../../src/sandbox/docker/engine.ts';
import { OWNER_LABEL } from '../../src/sandbox/docker/labels.ts';

/** Containers in any state and volumes that belong to one of these processes, by name. */
export async function leftoversOf(pids: readonly number[]): Promise<string[]> {
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
