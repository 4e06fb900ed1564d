import { describe } from 'vitest';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { killBubblewrap, killForwarderProcess, killHolder, namespaceLeftovers } from './namespace.leftovers.ts';
import { sandboxCases } from './sandbox.cases.ts';

describe('namespace', () => {
  sandboxCases({
    openKind: openNamespace,
    image: 'base',
    orphanScript: new URL('./namespace.orphan.ts', import.meta.url),
    leftovers: namespaceLeftovers,
    killForwarder: killForwarderProcess,
    endFromOutside: { 'bubblewrap killed': killBubblewrap, 'holder killed': killHolder },
    collectorInside: false,
    reusesDisk: false,
    unheld: process.getuid?.() === 0 ? [] : ['cpus', 'memoryMb'],
    ownerMark: ({ pid, startTicks }) => `"pid":${pid},"startTicks":${startTicks}`,
  });
});
