import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { describeWithDocker } from '../engine.ts';
import { dockerLeftovers, killSidecar } from './docker.leftovers.ts';
import { sandboxCases } from './sandbox.cases.ts';

describeWithDocker('docker', () => {
  sandboxCases({
    openKind: openDocker,
    image: 'base',
    orphanScript: new URL('./docker.orphan.ts', import.meta.url),
    leftovers: dockerLeftovers,
    killForwarder: killSidecar,
    collectorInside: true,
    unheld: [],
    ownerMark: ({ pid, startTicks }) => `${pid} ${startTicks}`,
  });
});
