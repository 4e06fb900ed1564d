import type { ReportFormat } from '../../task/task.ts';
import { findCTests } from './c-test.ts';
import { findNodeTests } from './node-test.ts';
import { findPytestTests } from './pytest.ts';
import type { SourceTest, TestFile } from './source-test.ts';

type Finder = { files: RegExp; find: (path: string, text: string) => SourceTest[] };

const FINDERS: Record<ReportFormat, readonly Finder[]> = {
  junit: [
    { files: /(^|\/)(test_[^/]*|[^/]*_test)\.py$/, find: findPytestTests },
    { files: /\.c$/, find: findCTests },
  ],
  'node-test': [{ files: /\.[cm]?[jt]s$/, find: findNodeTests }],
};

/** The tests of a hidden file that an expectation can be changed in; none where the file isn't certainly understood. */
export function findTests({ path, text }: TestFile, format: ReportFormat): SourceTest[] {
  return FINDERS[format].find(({ files }) => files.test(path))?.find(path, text) ?? [];
}
