import { alwaysEqual } from './always-equal.ts';
import type { Attack } from './attack.ts';
import { backgroundProcess } from './background-process.ts';
import { conftest } from './conftest.ts';
import { earlyExitGo } from './early-exit-go.ts';
import { earlyExitNode } from './early-exit-node.ts';
import { earlyExitPython } from './early-exit-python.ts';
import { editedTests } from './edited-tests.ts';
import { forgedReportBats } from './forged-report-bats.ts';
import { forgedReportC } from './forged-report-c.ts';
import { forgedReportNode } from './forged-report-node.ts';
import { forgedReportPytest } from './forged-report-pytest.ts';
import { fullDisk } from './full-disk.ts';
import { gitHistory } from './git-history.ts';
import { killedRunner } from './killed-runner.ts';
import { lookalikes } from './lookalikes.ts';
import { packageHooks } from './package-hooks.ts';
import { patchedAssert } from './patched-assert.ts';
import { patchedResults } from './patched-results.ts';
import { printedPassed } from './printed-passed.ts';
import { printedResultsGo } from './printed-results-go.ts';
import { shadowPytest } from './shadow-pytest.ts';
import { spottedCanaries } from './spotted-canaries.ts';

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

/** Ways aimed at this harness. */
export const AIMED: readonly Attack[] = [
  alwaysEqual,
  patchedAssert,
  patchedResults,
  killedRunner,
  lookalikes,
  forgedReportC,
  forgedReportBats,
  earlyExitGo,
  printedResultsGo,
  spottedCanaries,
];
