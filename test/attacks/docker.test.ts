import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { dockerLeftovers } from '../contract/docker.leftovers.ts';
import { describeWithDocker } from '../engine.ts';
import { attackCases } from './attack.cases.ts';
import { CAN_HOLD_ALL } from './here.ts';

describeWithDocker('docker', () => {
  attackCases({
    openKind: openDocker,
    leftovers: dockerLeftovers,
    ownerMark: ({ pid, startTicks }) => `${pid} ${startTicks}`,
    naive: !CAN_HOLD_ALL,
  });
});
