import type { Duplex } from 'node:stream';
import { currentOwner, type Owner } from '../../src/owner.ts';
import type { SandboxKind } from '../../src/sandbox/contract.ts';

/** What an orphan says of itself: its owner, and the descriptors that a command in its sandbox finds open. */
export type Orphan = { owner: Owner; descriptors: string };

/** The whole life of a process that dies with an open sandbox: opens it, says who owns it, waits for a SIGKILL. */
export async function beOrphaned(openKind: () => Promise<SandboxKind>, imageName: string): Promise<never> {
  const [folder = '', name = ''] = process.argv.slice(2);
  const kind = await openKind();
  const image = await kind.prepareImage(imageName, () => {});
  const layer = await kind.prepareLayer(folder);
  const owner = currentOwner();
  const resources = { cpus: 1, memoryMb: 64, pids: 32, diskMb: 16 };
  const endpoints = { api: (connection: Duplex) => void connection.end() };
  const box = await kind.open({ name, image, layer, resources, role: 'agent', owner, labels: {}, endpoints });
  await box.shell.run('(sleep 100 &); echo x > new', { timeoutMs: 10_000, maxOutputBytes: 100 });
  const { stdout } = await box.exec(['sh', '-c', LIST_DESCRIPTORS], { timeoutMs: 10_000, maxOutputBytes: 10_000 });
  process.stdout.write(JSON.stringify({ owner, descriptors: stdout.toString() } satisfies Orphan));
  setInterval(() => {}, 1_000);
  return new Promise(() => {});
}

/** `number -> what it is` a line: those of the command that lists them, without what leads nowhere. */
const LIST_DESCRIPTORS =
  'ls -l /proc/self/fd | sed -n "s/.* \\([0-9]*\\) -> /\\1 -> /p" | grep -v -e /dev/null -e /proc/';
