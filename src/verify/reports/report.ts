import type { CollectedReport } from '../../sandbox/contract.ts';
import type { ReportFormat } from '../../task/task.ts';
import { parseGoTest } from './go-test.ts';
import { parseJunit } from './junit.ts';
import { parseNodeTest } from './node-test.ts';
import { malformed, type TestReport, tooLarge } from './result.ts';

const PARSERS: Record<ReportFormat, (bytes: Buffer) => TestReport> = {
  junit: parseJunit,
  'node-test': parseNodeTest,
  'go-test': parseGoTest,
};

/** Reads what a test command reported. */
export function parseReport(format: ReportFormat, report: CollectedReport): TestReport {
  switch (report.kind) {
    case 'ok':
      return PARSERS[format](report.bytes);
    case 'too-large':
      return tooLarge();
    case 'unfinished':
      return malformed('the report could not be read to its end: it filled the disk, or is still being written');
    case 'none':
      return malformed('no report was written');
  }
}
