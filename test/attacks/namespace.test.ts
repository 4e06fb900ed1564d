import { describe } from 'vitest';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { namespaceLeftovers } from '../contract/namespace.leftovers.ts';
import { attackCases } from './attack.cases.ts';

// Only root can hold memory here, and some of these take all there is.
describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('namespace', () => {
  attackCases({
    openKind: openNamespace,
    leftovers: namespaceLeftovers,
    ownerMark: ({ pid, startTicks }) => `"pid":${pid},"startTicks":${startTicks}`,
  });
});
