import { describe } from 'vitest';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { namespaceLeftovers } from '../contract/namespace.leftovers.ts';
import { attackCases } from './attack.cases.ts';
import { CAN_HOLD_ALL } from './here.ts';

describe.runIf(CAN_HOLD_ALL)('namespace', () => {
  attackCases({
    openKind: openNamespace,
    leftovers: namespaceLeftovers,
    ownerMark: ({ pid, startTicks }) => `"pid":${pid},"startTicks":${startTicks}`,
    naive: true,
  });
});
