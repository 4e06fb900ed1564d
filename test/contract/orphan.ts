import { currentOwner } from '../../src/owner.ts';
import type { SandboxKind } from '../../src/sandbox/contract.ts';

/** The whole life of a process that dies with an open sandbox: opens it, says who owns it, waits for a SIGKILL. */
export async function beOrphaned(openKind: () => Promise<SandboxKind>, imageName: string): Promise<never> {
  const [folder = '', name = ''] = process.argv.slice(2);
  const kind = await openKind();
  const image = await kind.prepareImage(imageName, () => {});
  const layer = await kind.prepareLayer(folder);
  const owner = currentOwner();
  const resources = { cpus: 1, memoryMb: 64, pids: 32, diskMb: 16 };
  const box = await kind.open({ name, image, layer, resources, role: 'agent', owner, labels: {} });
  await box.shell.run('(sleep 100 &); echo x > new', { timeoutMs: 10_000, maxOutputBytes: 100 });
  process.stdout.write(JSON.stringify(owner));
  setInterval(() => {}, 1_000);
  return new Promise(() => {});
}
