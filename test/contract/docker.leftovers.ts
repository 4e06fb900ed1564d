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

export const killContainer = (name: string): Promise<void> => connectEngine().getContainer(name).kill();
export const stopContainer = (name: string): Promise<void> => connectEngine().getContainer(name).stop({ t: 0 });
export const removeContainer = (name: string): Promise<void> =>
  connectEngine().getContainer(name).remove({ force: true });

/** The container that keeps the storage of a sandbox mounted. */
export async function removeHolder(name: string): Promise<void> {
  const engine = connectEngine();
  const { Mounts } = await engine.getContainer(name).inspect();
  for (const { Name = '', Destination } of Mounts as { Name?: string; Destination: string }[]) {
    if (Destination !== '/workspace') continue;
    const { Options } = (await engine.getVolume(Name).inspect()) as { Options: Record<string, string> };
    const slot = /(gymkhana-slot-[\w-]+)\/_data\/upper/.exec(Options.o ?? '')?.[1] ?? '';
    await engine.getContainer(slot).remove({ force: true });
  }
}
