import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addedLines, changeFromPatch } from '../../../src/workspace/patch.ts';
import { CASES, changeOf, gitDiff } from './git-patches.ts';
import { changeBetween, folderWith, sorted } from './tree-of-files.ts';

describe('changeFromPatch', () => {
  it.each(Object.entries(CASES))('reads what git writes: %s', async (_, [before, after]) => {
    const change = await changeOf(before, gitDiff(before, after, '--no-renames'));
    expect('files' in change && sorted(change)).toEqual(sorted(changeBetween(before, after)));
  });

  it('reads renames, with and without changes, and two files that swap their names', async () => {
    const long = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
    const before = { old: long, other: 'x\n' };
    const after = { 'new/name': `!${long}one more\n`, other: 'x\n' };
    const patch = gitDiff(before, after, '-M');
    expect(patch).toContain('rename to new/name');
    expect(await changeOf(before, patch).then((change) => 'files' in change && sorted(change))).toEqual(
      sorted(changeBetween(before, after)),
    );
    const swap = ['a b', 'b a'].map((names) => {
      const [from, to] = names.split(' ');
      return `diff --git a/${from} b/${to}\nsimilarity index 100%\nrename from ${from}\nrename to ${to}\n`;
    });
    const swapped = await changeOf({ a: 'A\n', b: 'B\n' }, swap.join(''));
    expect('files' in swapped && sorted(swapped)).toEqual({
      files: [
        { path: 'a', executable: false, text: 'B\n' },
        { path: 'b', executable: false, text: 'A\n' },
      ],
      deleted: [],
    });
  });

  it('reads a patch without git headers', async () => {
    const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-1\n+2\n--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+new\n';
    const change = await changeOf({ x: '1\n' }, patch);
    expect('files' in change && sorted(change)).toEqual(sorted(changeBetween({ x: '1\n' }, { x: '2\n', y: 'new\n' })));
  });

  const header = (name: string) => `diff --git a/${name} b/${name}\n`;
  const hunk = (name: string, body = '@@ -1 +1 @@\n-1\n+2\n') => `${header(name)}--- a/${name}\n+++ b/${name}\n${body}`;
  it.each([
    ['a line that is not there', hunk('x', '@@ -1 +1 @@\n-one\n+2\n'), 'x', 'a hunk does not fit'],
    ['context that is not there', hunk('x', '@@ -1,2 +1,2 @@\n-1\n+2\n c\n'), 'x', 'a hunk does not fit'],
    ['other line ends', hunk('crlf'), 'crlf', 'a hunk does not fit'],
    ['a file that is not there', hunk('src/y'), 'src/y', 'there is no such file'],
    ['a second file that does not fit', hunk('x') + hunk('z'), 'z', 'there is no such file'],
    [
      'a new file that is there',
      `${header('x')}new file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+2\n`,
      'x',
      'there is such a file already',
    ],
    [
      'a removal of other lines',
      `${header('x')}deleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-9\n`,
      'x',
      'a hunk does not fit',
    ],
    [
      'a removal of some lines',
      `${header('long')}deleted file mode 100644\n--- a/long\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n`,
      'long',
      'the patch removes it, but not all of its lines',
    ],
    ['a file twice', hunk('x') + hunk('x'), 'x', 'the patch has it twice'],
    [
      'a link',
      `${header('l')}new file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc\n\\ No newline at end of file\n`,
      'l',
      'only regular files can change',
    ],
    ['named binary files', `${header('x')}Binary files a/x and b/x differ\n`, 'x', 'a binary patch can not be applied'],
    [
      'binary data',
      `${header('x')}GIT binary patch\nliteral 1\nIcmZPo000310RR91\n\n`,
      'x',
      'a binary patch can not be applied',
    ],
    ['bytes that are no text', hunk('bytes'), 'bytes', 'the file is not UTF-8 text'],
    ['a path that leads out', hunk('../x'), '../x', 'it is outside the workspace'],
    ['a path into git', hunk('.git/config'), '.git/config', 'it is outside the workspace'],
    [
      'lines that were lost',
      `${header('x')}--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n-1\n`,
      'x',
      expect.stringMatching(/^it is malformed: .*line/),
    ],
    ['half a header', '--- a/x\n@@ -1 +1 @@\n-1\n+2\n', 'x', expect.stringMatching(/^it is malformed: Missing/)],
    ['prose', 'Change 1 into 2.\n', '', 'it names no file'],
  ])('refuses %s and names the file', async (_, patch, path, reason) => {
    using folder = folderWith({ x: '1\n', long: '1\n2\n', crlf: '1\r\n' });
    writeFileSync(`${folder.path}/bytes`, Buffer.from([0x31, 0x0a, 0xff]));
    expect(await changeFromPatch(folder.path, patch)).toEqual({ path, reason });
  });

  it('takes an empty patch for no change', async () => {
    expect(await changeOf({ x: '1\n' }, '')).toEqual({ files: [], deleted: [] });
  });
});

it('addedLines are the lines with a plus, whatever they say', () => {
  const patch = gitDiff({ a: '1\n--x\n' }, { a: '1\n++ y\n+z\n', b: 'new' });
  expect(addedLines(patch)).toEqual(['++ y', '+z', 'new']);
});
