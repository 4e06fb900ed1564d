import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/workspace/change.ts';
import { addedLines, changeFromPatch } from '../../../src/workspace/patch.ts';
import { renderPatch } from '../../../src/workspace/render-patch.ts';
import { changeBetween, folderWith, sorted, type Tree, treeOf } from './tree-of-files.ts';

/** Git, without anybody's configuration. */
function git(folder: string, args: string[], input = ''): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd: folder, env, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The patch that git itself makes of two trees. */
function gitDiff(before: Tree, after: Tree, ...options: string[]): string {
  using repository = folderWith({});
  git(repository.path, ['init', '--quiet', '--bare']);
  const [one, two] = [before, after].map((tree) => {
    using folder = folderWith(tree);
    git(repository.path, ['--work-tree', folder.path, '--git-dir', repository.path, 'add', '--all', '--force']);
    return git(repository.path, ['write-tree']).trim();
  });
  return git(repository.path, ['diff', '--no-ext-diff', ...options, one ?? '', two ?? '']);
}

async function changeOf(before: Tree, patch: string) {
  using folder = folderWith(before);
  return await changeFromPatch(folder.path, patch);
}

async function render(before: Tree, change: Change): Promise<string> {
  using folder = folderWith(before);
  return await renderPatch(folder.path, change);
}

function applyWithGit(before: Tree, patch: string): Tree {
  using folder = folderWith(before);
  if (patch !== '') git(folder.path, ['apply', '--whitespace=nowarn', '-'], patch);
  return treeOf(folder.path);
}

const CASES: Record<string, [before: Tree, after: Tree]> = {
  'a changed line': [{ 'a.txt': '1\n2\n3\n' }, { 'a.txt': '1\ntwo\n3\n' }],
  'a new file in new folders': [{ a: '1\n' }, { a: '1\n', 'x/y/z': 'new\n' }],
  'a deleted file': [{ a: '1\n', b: '2\n' }, { a: '1\n' }],
  'a new empty file': [{ a: '1\n' }, { a: '1\n', 'pkg/__init__.py': '' }],
  'a deleted empty file': [{ a: '1\n', empty: '' }, { a: '1\n' }],
  'a file that becomes empty': [{ a: '1\n' }, { a: '' }],
  'a mode alone': [{ run: 'x\n' }, { run: '!x\n' }],
  'a mode and a line': [{ run: '!x\n' }, { run: 'y\n' }],
  'a new executable': [{ a: '1\n' }, { a: '1\n', run: '!#!/bin/sh\n' }],
  'a final newline lost': [{ a: '1\n2\n' }, { a: '1\n2' }],
  'a final newline won': [{ a: '1\n2' }, { a: '1\n2\n' }],
  'no final newline before and after': [{ a: '1\n2' }, { a: '1\nII' }],
  'CRLF line ends': [{ a: '1\r\n2\r\n3\r\n' }, { a: '1\r\nII\r\n3\r\n' }],
  'CRLF becomes LF': [{ a: '1\r\n2\r\n' }, { a: '1\n2\n' }],
  'names with spaces and Unicode': [
    { 'with space': '1\n', ü名: '1\n' },
    { 'with space': '2\n', ü名: '2\n' },
  ],
  'a name with quotes and a backslash': [{ 'q"u\\o': '1\n' }, { 'q"u\\o': '2\n' }],
  'a name that looks like a header': [{ 'x b/x b/y': '!1\n' }, { 'x b/x b/y': '1\n' }],
  'text that looks like a patch': [{ a: '-- a\n--- b\n' }, { a: '++ a\n@@ -1 +1 @@\n' }],
  'a folder becomes a file': [{ 'a/b': '1\n', 'a/c': '2\n' }, { a: '1\n' }],
  'a file becomes a folder': [{ a: '1\n' }, { 'a/b': '1\n' }],
};

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

describe('renderPatch', () => {
  it.each(Object.entries(CASES))('writes what git reads: %s', async (_, [before, after]) => {
    const patch = await render(before, changeBetween(before, after));
    expect(applyWithGit(before, patch)).toEqual(after);
  });

  it('says nothing of a file that is as it was', async () => {
    expect(await render({ x: '1\n' }, changeBetween({}, { x: '1\n' }))).toBe('');
  });

  it('only names what is no text, and a file above 1 MiB', async () => {
    const content = Buffer.from([0, 1, 2]);
    const large = Buffer.alloc(1024 * 1024 + 1, '\n');
    const files = [
      { path: 'new.bin', content, executable: false },
      { path: 'x', content: Buffer.from([0xff]), executable: true },
      { path: 'large', content: large, executable: false },
    ];
    expect((await render({ x: '1\n' }, { files, deleted: [] })).split('\n')).toEqual([
      'diff --git a/new.bin b/new.bin',
      'new file mode 100644',
      'Binary files /dev/null and b/new.bin differ',
      'diff --git a/x b/x',
      'old mode 100644',
      'new mode 100755',
      'Binary files a/x and b/x differ',
      'diff --git a/large b/large',
      'new file mode 100644',
      'Binary files /dev/null and b/large differ',
      '',
    ]);
  });

  it('writes the removal of a symbolic link, and a file in its place', async () => {
    using folder = folderWith({ x: '1\n' });
    for (const name of ['one', 'two']) symlinkSync('x', `${folder.path}/${name}`);
    const files = [{ path: 'two', content: Buffer.from('file\n'), executable: false }];
    const patch = await renderPatch(folder.path, { files, deleted: ['one'] });
    git(folder.path, ['apply', '-'], patch);
    expect(existsSync(`${folder.path}/one`)).toBe(false);
    expect(lstatSync(`${folder.path}/two`).isFile()).toBe(true);
    expect(readFileSync(`${folder.path}/two`, 'utf8')).toBe('file\n');
  });

  it('stays linear for hostile files: it replaces them line for line, and git still reads it', async () => {
    const lines = (mark: string) => Array.from({ length: 20_000 }, (_, i) => `${mark} ${i}\n`).join('');
    const before = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, lines('old')]));
    const after = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, `${lines('new')}end`]));
    const patch = await render(before, changeBetween(before, after));
    expect(patch.match(/^@@ .*/gm)).toEqual(Array.from({ length: 3 }, () => '@@ -1,20000 +1,20001 @@'));
    expect(applyWithGit(before, patch)).toEqual(after);
  });
});

/** Trees that share names and lines, so that most files are changed rather than made or removed. */
const name = fc.constantFrom('a', 'b', 'c.txt', 'with space', ' b', 'ünï-名', 'q"t', 'back\\slash');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const line = fc.constantFrom(
  'Binary files a/a and b/a differ',
  'GIT binary patch',
  '',
  'x',
  'y',
  '  z',
  '-- a',
  '++ b',
  '@@ -1 +1 @@',
  'diff --git a/a b/a',
  '\\ No newline',
  'é名',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean())
  .map(
    ([lines, end, closed, executable]) =>
      (executable ? '!' : '') + lines.join(end) + (closed && lines.length ? end : ''),
  );
const tree = fc.array(fc.tuple(path, text), { maxLength: 6 }).map((files) => {
  const all = Object.fromEntries(files);
  return withoutClashes(all);
});

describe('both', () => {
  it('any change of any tree: git applies the patch to the same tree, and it reads back as the change', async () => {
    let patched = 0;
    const property = fc.asyncProperty(tree, tree, fc.boolean(), async (one, two, keep) => {
      const before = one;
      const after = keep ? withoutClashes({ ...one, ...two }) : two;
      const change = changeBetween(before, after);
      const patch = await render(before, change);
      if (patch !== '') patched++;
      expect(applyWithGit(before, patch)).toEqual(after);
      const back = await changeOf(before, patch);
      expect('files' in back ? sorted(back) : back).toEqual(sorted(change));
    });
    await fc.assert(property, { numRuns: 100 });
    expect(patched).toBeGreaterThan(50);
  }, 60_000);
});

/** A path can't be a file and a folder at once. */
function withoutClashes(all: Tree): Tree {
  return Object.fromEntries(Object.entries(all).filter(([a]) => !Object.keys(all).some((b) => b.startsWith(`${a}/`))));
}

it('addedLines are the lines with a plus, whatever they say', () => {
  const patch = gitDiff({ a: '1\n--x\n' }, { a: '1\n++ y\n+z\n', b: 'new' });
  expect(addedLines(patch)).toEqual(['++ y', '+z', 'new']);
});
