import { describe } from 'vitest';
import { type Subject, useBench } from './bench.ts';
import { checkpointCases } from './checkpoint.cases.ts';
import { deathCases } from './death.cases.ts';
import { endpointsCases } from './endpoints.cases.ts';
import { execCases } from './exec.cases.ts';
import { exportCases } from './export.cases.ts';
import { exportHostileCases } from './export.hostile.cases.ts';
import { filesCases } from './files.cases.ts';
import { isolationCases } from './isolation.cases.ts';
import { lifecycleCases } from './lifecycle.cases.ts';
import { limitsCases } from './limits.cases.ts';
import { mtimesCases } from './mtimes.cases.ts';
import { reapCases } from './reap.cases.ts';
import { reportCases } from './report.cases.ts';
import { sharedCases } from './shared.cases.ts';
import { shellHostileCases } from './shell.hostile.cases.ts';
import { shellOutputCases } from './shell.output.cases.ts';
import { shellStateCases } from './shell.state.cases.ts';
import { softwareCases } from './software.cases.ts';
import { spawnCases } from './spawn.cases.ts';
import { toolCases } from './tools.cases.ts';
import { toolFileCases } from './tools.files.cases.ts';

/** The contract of src/sandbox/contract.ts, the same for every kind. Nothing of `subject` is left afterwards. */
export function sandboxCases(subject: Subject): void {
  const bench = useBench(subject);
  describe('shell: state', () => shellStateCases(bench));
  describe('shell: status and bytes', () => shellOutputCases(bench));
  describe('shell: hostile', () => shellHostileCases(bench));
  describe('exec', () => execCases(bench));
  describe('spawn', () => spawnCases(bench));
  describe('endpoints', () => endpointsCases(bench));
  describe('software', () => softwareCases(bench));
  describe('files', () => filesCases(bench));
  describe('export', () => exportCases(bench));
  describe('export: hostile', () => exportHostileCases(bench));
  describe('checkpoint', () => checkpointCases(bench));
  describe('limits', () => limitsCases(bench));
  describe('isolation', () => isolationCases(bench));
  describe('what sandboxes share', () => sharedCases(bench));
  describe('report', () => reportCases(bench));
  describe('lifecycle', () => lifecycleCases(bench));
  describe('death', () => deathCases(bench));
  describe('mtimes', () => mtimesCases(bench));
  describe('reap', () => reapCases(bench));
  toolCases(() => bench.open());
  toolFileCases(() => bench.open());
}
