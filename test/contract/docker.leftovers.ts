import { connectEngine } from '../../src/sandbox/docker/engine.ts';

/** Containers in any state and volumes whose name or labels contain `mark`. */
export async function dockerLeftovers(mark: string): Promise<string[]> {
  const engine = connectEngine();
  const containers = await engine.listContainers({ all: true });
  const { Volumes } = await engine.listVolumes();
  const found = [
    ...containers.map(({ Names, Labels }) => ({ name: `container ${Names.join(' ')}`, Labels })),
    ...(Volumes ?? []).map(({ Name, Labels }) => ({ name: `volume ${Name}`, Labels })),
  ];
  return found.filter((one) => JSON.stringify(one).includes(mark)).map(({ name }) => name);
}

export async function killSidecar(name: string): Promise<void> {
  await connectEngine().getContainer(`${name}-forwarder`).kill();
}
