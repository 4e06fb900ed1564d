import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree } from '../../../src/sandbox/tree.ts';
import { temporaryFolder, writeFiles } from '../task/task-folder.ts';

const FILES = {
  'a.txt': 'a\n',
  'dir/b.txt': 'b\n',
  'dir/sub/ünï c': 'c\n',
  '.git/HEAD': 'ref\n',
  '.git/index': 'inodes\n',
};

function build(change: (folder: string) => void = () => {}) {
  const folder = temporaryFolder();
  writeFiles(folder.path, FILES);
  symlinkSync('a.txt', join(folder.path, 'link'));
  mkdirSync(join(folder.path, 'empty'));
  change(folder.path);
  return folder;
}

async function digestWith(change?: (folder: string) => void): Promise<string> {
  using folder = build(change);
  const { digest } = await readTree(folder.path);
  return digest;
}

it('lists everything, parents before children, with what it is', async () => {
  using folder = build((path) => chmodSync(join(path, 'a.txt'), 0o755));
  const { entries, manifest } = await readTree(folder.path);
  expect(entries.map(({ path, kind, executable }) => `${kind}${executable ? '!' : ''} ${path}`)).toEqual([
    'directory! .git',
    'file .git/HEAD',
    'file .git/index',
    'file! a.txt',
    'directory! dir',
    'file dir/b.txt',
    'directory! dir/sub',
    'file dir/sub/ünï c',
    'directory! empty',
    'symlink link',
  ]);
  expect([...manifest.keys()]).toEqual(entries.map(({ path }) => path));
  expect(manifest.get('a.txt')).toEqual({
    kind: 'file',
    bytes: 2,
    executable: true,
    sha256: '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
  });
  expect(manifest.get('link')).toMatchObject({ kind: 'symlink', bytes: 5 });
});

it.each<[string, (folder: string) => void]>([
  ['the clock', (folder) => utimesSync(join(folder, 'a.txt'), 1, 1)],
  ["git's index", (folder) => writeFileSync(join(folder, '.git/index'), 'others\n')],
  ['rights that are not its owner-executable', (folder) => chmodSync(join(folder, 'a.txt'), 0o600)],
])('the digest does not follow from %s', async (_, change) => {
  expect(await digestWith(change)).toBe(await digestWith());
});

it.each<[string, (folder: string) => void]>([
  ['a content', (folder) => writeFileSync(join(folder, 'a.txt'), 'A\n')],
  ['a name', (folder) => renameSync(join(folder, 'a.txt'), join(folder, 'A.txt'))],
  ['a place', (folder) => renameSync(join(folder, 'dir/b.txt'), join(folder, 'b.txt'))],
  ['an executable bit', (folder) => chmodSync(join(folder, 'a.txt'), 0o755)],
  ["a link's target", (folder) => [rmSync(join(folder, 'link')), symlinkSync('dir', join(folder, 'link'))]],
  [
    'a file instead of a link',
    (folder) => [rmSync(join(folder, 'link')), writeFileSync(join(folder, 'link'), 'a.txt')],
  ],
  ['an empty folder', (folder) => rmSync(join(folder, 'empty'), { recursive: true })],
  ['an index that is not git’s', (folder) => writeFileSync(join(folder, 'dir/index'), '')],
  ['what git holds', (folder) => writeFileSync(join(folder, '.git/HEAD'), 'other\n')],
])('the digest follows from %s', async (_, change) => {
  expect(await digestWith(change)).not.toBe(await digestWith());
});
