import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeSubmission, loadSubmission } from '../../../src/workspace/change.ts';
import { folderWith } from './tree-of-files.ts';

const file = fc.record({
  path: fc.string({ minLength: 1, unit: 'grapheme' }),
  executable: fc.boolean(),
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

it('a submission comes back byte for byte, whatever its files hold and are called', async () => {
  const change = fc.record({
    files: fc.array(file, { maxLength: 5 }),
    deleted: fc.array(fc.string(), { maxLength: 5 }),
  });
  using folder = folderWith({});
  const place = join(folder.path, 'submission.json');
  const property = fc.asyncProperty(change, async ({ files, deleted }) => {
    writeFileSync(place, encodeSubmission({ files, deleted }, [{ path: 'x', reason: 'y' }]));
    expect(await loadSubmission(place)).toEqual({ files, deleted, skipped: [{ path: 'x', reason: 'y' }] });
  });
  await fc.assert(property, { numRuns: 200 });
});

it('says what was skipped, for people who read the file', () => {
  const text = encodeSubmission({ files: [], deleted: ['a'] }, [{ path: 'fifo', reason: 'not a regular file' }]);
  expect(JSON.parse(text)).toEqual({
    v: 1,
    files: [],
    deleted: ['a'],
    skipped: [{ path: 'fifo', reason: 'not a regular file' }],
  });
});

it.each([
  ['half a file', '{"v":1,"files":[{"pa'],
  ['nothing', ''],
  ['another version', '{"v":2,"files":[],"deleted":[],"skipped":[]}'],
  [
    'content that is not base64',
    '{"v":1,"files":[{"path":"a","executable":false,"base64":"?"}],"deleted":[],"skipped":[]}',
  ],
  ['a key that nobody knows', '{"v":1,"files":[],"deleted":[],"skipped":[],"more":1}'],
  ['a file without a path', '{"v":1,"files":[{"executable":false,"base64":""}],"deleted":[],"skipped":[]}'],
])('refuses %s, naming the file', async (_, text) => {
  using folder = folderWith({ 'submission.json': text });
  const place = join(folder.path, 'submission.json');
  await expect(loadSubmission(place)).rejects.toMatchObject({ problems: [{ code: 'JOURNAL_CORRUPT', place }] });
});

it('says that a submission is gone', async () => {
  const problem = { code: 'JOURNAL_CORRUPT', place: '/nowhere/submission.json', problem: 'the submission is gone' };
  await expect(loadSubmission('/nowhere/submission.json')).rejects.toMatchObject({ problems: [problem] });
});
