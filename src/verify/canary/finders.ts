import type { ReportFormat } from '../../task/task.ts';
import { findBatsTests } from './bats.ts';
import { findCTests } from './c-test.ts';
import { findGoTests } from './go-test.ts';
import { findNodeTests } from './node-test.ts';
import { findPytestTests } from './pytest.ts';
import type { SourceTest, TestFile } from './source-test.ts';

type Finder = {
  files: RegExp;
  /** `all` are the hidden files, this one among them. */
  find: (path: string, text: string, all: readonly TestFile[]) => SourceTest[];
};

const FINDERS: Record<ReportFormat, readonly Finder[]> = {
  junit: [
    { files: /(^|\/)(test_[^/]*|[^/]*_test)\.py$/, find: findPytestTests },
    { files: /\.c$/, find: findCTests },
    { files: /\.bats$/, find: findBatsTests },
  ],
  'node-test': [{ files: /\.[cm]?[jt]s$/, find: findNodeTests }],
  'go-test': [{ files: /_test\.go$/, find: findGoTests }],
};

/** The tests of a hidden file that an expectation can be changed in; none where the file isn't certainly understood. */
export function findTests(file: TestFile, format: ReportFormat, all: readonly TestFile[] = [file]): SourceTest[] {
  const { path, text } = file;
  return FINDERS[format].find(({ files }) => files.test(path))?.find(path, text, all) ?? [];
}
