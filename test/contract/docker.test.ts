import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { describeWithDocker } from '../engine.ts';
import { dockerLeftovers } from './docker.leftovers.ts';
import { sandboxCases } from './sandbox.cases.ts';

describeWithDocker('docker', () => {
  sandboxCases({
    openKind: openDocker,
    image: 'base',
    orphanScript: new URL('./docker.orphan.ts', import.meta.url),
    leftovers: dockerLeftovers,
    collectorInside: true,
    unheld: [],
    ownerMark: ({ pid, startTicks }) => `${pid} ${startTicks}`,
  });
});
