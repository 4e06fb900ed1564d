import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { describeWithDocker } from '../engine.ts';
import {
  dockerLeftovers,
  killContainer,
  killSidecar,
  removeContainer,
  removeHolder,
  stopContainer,
} from './docker.leftovers.ts';
import { sandboxCases } from './sandbox.cases.ts';

describeWithDocker('docker', () => {
  sandboxCases({
    openKind: openDocker,
    image: 'base',
    orphanScript: new URL('./docker.orphan.ts', import.meta.url),
    leftovers: dockerLeftovers,
    killForwarder: killSidecar,
    endFromOutside: {
      'container killed': killContainer,
      'container stopped': stopContainer,
      'container removed': removeContainer,
      'holder removed': removeHolder,
    },
    collectorInside: true,
    reusesDisk: true,
    unheld: [],
    ownerMark: ({ pid, startTicks }) => `${pid} ${startTicks}`,
  });
});
