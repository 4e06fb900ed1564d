import { type Engine, engineCall, removed } from './engine.ts';
import { CACHE_LABEL, isOrphan, OWNER_LABEL } from './labels.ts';

/** Removes the containers and volumes of owners that are dead; with `all`, the cached layers and images as well. */
export async function reapDocker(engine: Engine, { all }: { all: boolean }): Promise<string[]> {
  const gone: string[] = [];
  const label = [OWNER_LABEL];
  const containers = await engineCall('listing containers', engine.listContainers({ all: true, filters: { label } }));
  for (const { Id, Names, Labels } of containers) {
    if (!isOrphan(Labels[OWNER_LABEL] ?? '')) continue;
    await removed('removing a container', engine.getContainer(Id).remove({ force: true, v: true }));
    gone.push(`container ${Names[0]?.slice(1) ?? Id}`);
  }
  const { Volumes } = await engineCall('listing volumes', engine.listVolumes({ filters: { label } }));
  for (const { Name, Labels } of Volumes ?? []) {
    if (!isOrphan(Labels?.[OWNER_LABEL] ?? '')) continue;
    await removed('removing a volume', engine.getVolume(Name).remove());
    gone.push(`volume ${Name}`);
  }
  return all ? [...gone, ...(await dropCaches(engine))] : gone;
}

async function dropCaches(engine: Engine): Promise<string[]> {
  const gone: string[] = [];
  const label = [CACHE_LABEL];
  const { Volumes } = await engineCall('listing volumes', engine.listVolumes({ filters: { label } }));
  for (const { Name } of Volumes ?? []) {
    await removed('removing a volume', engine.getVolume(Name).remove());
    gone.push(`layer ${Name}`);
  }
  const images = await engineCall('listing images', engine.listImages({ filters: { label } }));
  for (const { Id, RepoTags } of images) {
    await removed('removing an image', engine.getImage(Id).remove({ force: true }));
    gone.push(`image ${RepoTags?.[0] ?? Id}`);
  }
  return gone;
}
