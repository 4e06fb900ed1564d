import { execFileSync } from 'node:child_process';
import { changeFromPatch } from '../../../src/workspace/patch.ts';
import { folderWith, type Tree, treeOf } from './tree-of-files.ts';

/** Git, without anybody's configuration. */
export function git(folder: string, args: string[], input = ''): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd: folder, env, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The patch that git itself makes of two trees. */
export function gitDiff(before: Tree, after: Tree, ...options: string[]): string {
  using repository = folderWith({});
  git(repository.path, ['init', '--quiet', '--bare']);
  const [one, two] = [before, after].map((tree) => {
    using folder = folderWith(tree);
    git(repository.path, ['--work-tree', folder.path, '--git-dir', repository.path, 'add', '--all', '--force']);
    return git(repository.path, ['write-tree']).trim();
  });
  return git(repository.path, ['diff', '--no-ext-diff', ...options, one ?? '', two ?? '']);
}

/** The tree that git makes of a tree and a patch. */
export function applyWithGit(before: Tree, patch: string): Tree {
  using folder = folderWith(before);
  if (patch !== '') git(folder.path, ['apply', '--whitespace=nowarn', '-'], patch);
  return treeOf(folder.path);
}

export async function changeOf(before: Tree, patch: string) {
  using folder = folderWith(before);
  return await changeFromPatch(folder.path, patch);
}

/** What patches have to say, as trees before and after. */
export const CASES: Record<string, [before: Tree, after: Tree]> = {
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
