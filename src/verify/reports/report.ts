import type { ReportFormat } from '../../task/task.ts';
import { parseGoTest } from './go-test.ts';
import { parseJunit } from './junit.ts';
import { parseNodeTest } from './node-test.ts';
import type { TestReport } from './result.ts';

const PARSERS: Record<ReportFormat, (bytes: Buffer) => TestReport> = {
  junit: parseJunit,
  'node-test': parseNodeTest,
  'go-test': parseGoTest,
};

/** Reads what a test command reported; `null` is a report that was never written (or that was too large to collect). */
export function parseReport(format: ReportFormat, bytes: Buffer | null): TestReport {
  return bytes === null ? { kind: 'malformed', reason: 'no report was written' } : PARSERS[format](bytes);
}
