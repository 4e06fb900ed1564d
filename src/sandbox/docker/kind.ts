import { currentOwner } from '../../owner.ts';
import { IMAGES } from '../../package/root.ts';
import type { Sandbox, SandboxKind, SandboxSpec } from '../contract.ts';
import { examineDocker } from './doctor.ts';
import { connectEngine } from './engine.ts';
import { buildImage } from './image.ts';
import { storeLayer, storeSoftware } from './layer.ts';
import { reapDocker } from './reap.ts';
import { ENFORCEMENT, openInSlot } from './sandbox.ts';
import { openSlot, type Slot } from './slot.ts';

/** Sandboxes in containers of a Docker engine, local or remote. Nothing is asked of the engine before the first use. */
export async function openDocker(): Promise<SandboxKind> {
  const engine = connectEngine();
  const idle = new Map<number, Slot[]>();
  const slots = new Set<Slot>();
  const base = () => buildImage(engine, IMAGES, 'base', () => {});
  const forwarderImage = async () => (await buildImage(engine, IMAGES, 'node', () => {})).id;

  const takeSlot = async (diskMb: number): Promise<Slot> => {
    for (let free = idle.get(diskMb)?.pop(); free; free = idle.get(diskMb)?.pop()) {
      if (free.isHeld()) return free;
      await discard(free);
    }
    const slot = await openSlot(engine, { diskMb, image: (await base()).id, owner: currentOwner() });
    slots.add(slot);
    return slot;
  };
  const putBack = async (slot: Slot, diskMb: number) => {
    if (slot.isHeld()) idle.set(diskMb, [...(idle.get(diskMb) ?? []), slot]);
    else await discard(slot);
  };
  const discard = async (slot: Slot) => {
    slots.delete(slot);
    await slot.close();
  };

  return {
    name: 'docker',
    enforcement: ENFORCEMENT,
    doctor: () => examineDocker(engine),
    refuse: async () => null,
    // A container sees nothing of this machine.
    hide: async () => {},
    prepareImage: (name, onProgress) => buildImage(engine, IMAGES, name, onProgress),
    prepareLayer: async (folder) => storeLayer(engine, (await base()).id, folder),
    prepareSoftware: async (key, build) => storeSoftware(engine, (await base()).id, key, build),
    async open(spec: SandboxSpec): Promise<Sandbox> {
      const { diskMb } = spec.resources;
      const slot = await takeSlot(diskMb);
      try {
        return await openInSlot(engine, spec, { slot, forwarderImage, release: () => putBack(slot, diskMb) });
      } catch (error) {
        await discard(slot);
        throw error;
      }
    },
    reap: (options) => reapDocker(engine, options),
    async [Symbol.asyncDispose]() {
      await Promise.all([...slots].map(discard));
      idle.clear();
    },
  };
}
