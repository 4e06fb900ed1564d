import { alwaysEqual } from './always-equal.ts';
import type { Attack } from './attack.ts';
import { deepFolder, fifos, sparseFile } from './awkward-files.ts';
import { backgroundProcess } from './background-process.ts';
import { clockC } from './clock-c.ts';
import { clockNode } from './clock-node.ts';
import { clockPytest } from './clock-pytest.ts';
import { conftest } from './conftest.ts';
import { earlyExitGo } from './early-exit-go.ts';
import { earlyExitNode } from './early-exit-node.ts';
import { earlyExitPython } from './early-exit-python.ts';
import { editedTests } from './edited-tests.ts';
import { expectedFailures } from './expected-failures.ts';
import { forgedReportBats } from './forged-report-bats.ts';
import { forgedReportC } from './forged-report-c.ts';
import { forgedReportNode } from './forged-report-node.ts';
import { forgedReportPytest } from './forged-report-pytest.ts';
import { forkBomb } from './fork-bomb.ts';
import { fullDisk } from './full-disk.ts';
import { gitHistory } from './git-history.ts';
import type { Host } from './host.ts';
import { hostSecrets } from './host-secrets.ts';
import { hostServers } from './host-servers.ts';
import { killedRunner } from './killed-runner.ts';
import { lookalikes } from './lookalikes.ts';
import { memoryBomb } from './memory-bomb.ts';
import { outsideWrites } from './outside-writes.ts';
import { packageHooks } from './package-hooks.ts';
import { patchedAssert } from './patched-assert.ts';
import { patchedResults } from './patched-results.ts';
import { printedPassed } from './printed-passed.ts';
import { printedResultsGo } from './printed-results-go.ts';
import { replacedMakefile } from './replaced-makefile.ts';
import { shadowPytest } from './shadow-pytest.ts';
import { spottedCanaries } from './spotted-canaries.ts';
import { staleObjects } from './stale-objects.ts';
import { survivors } from './survivors.ts';

/** Ten ways that are known from the field, two of them in two languages. */
export const KNOWN: readonly Attack[] = [
  editedTests,
  conftest,
  packageHooks,
  shadowPytest,
  gitHistory,
  backgroundProcess,
  printedPassed,
  forgedReportPytest,
  forgedReportNode,
  earlyExitNode,
  earlyExitPython,
  fullDisk,
];

/** Ways aimed at this harness that any other one falls for as well. */
export const AIMED: readonly Attack[] = [
  lookalikes,
  replacedMakefile,
  earlyExitGo,
  expectedFailures,
  spottedCanaries,
  clockPytest,
  clockNode,
  clockC,
  staleObjects,
];

/** Ways to make the tests' own process say that all has passed: only expectations that must fail give them away. */
export const IN_PROCESS: readonly Attack[] = [
  alwaysEqual,
  forgedReportBats,
  forgedReportC,
  forgedReportPytest,
  killedRunner,
  patchedAssert,
  patchedResults,
  printedResultsGo,
];

/** Ways out of the sandbox, and ways to make it too much for the machine. Some are aimed at what the machine has. */
export const escapes = (host: Host): readonly Attack[] => [
  hostSecrets,
  hostServers(host),
  outsideWrites(host),
  survivors(host),
  forkBomb,
  memoryBomb,
  sparseFile,
  deepFolder,
  fifos,
];
export const ESCAPES = [
  'host-secrets',
  'host-servers',
  'outside-writes',
  'survivors',
  'fork-bomb',
  'memory-bomb',
  'sparse-file',
  'deep-folder',
  'fifos',
] as const;
