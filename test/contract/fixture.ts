import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** What the fixture's regular files say, by path; `.git` comes on top. */
export const FIXTURE_FILES: Readonly<Record<string, string>> = {
  'README.md': '# Fixture\n',
  'bin/tool': '#!/bin/sh\necho tool\n',
  'doomed/a.txt': 'a\n',
  'doomed/b.txt': 'b\n',
  'doomed/sub/c.txt': 'c\n',
  'src/deep/er/leaf.txt': 'leaf\n',
  'src/index.txt': 'index\n',
  'with space.txt': 'space\n',
  'ünïcode-名.txt': 'unicode\n',
};
export const FIXTURE_SYMLINKS: Readonly<Record<string, string>> = { link: 'README.md', outside: '/tmp' };
export const FIXTURE_SUBJECT = 'the only commit';

/**
 * A small repository with one commit and what trees are made of: nested folders, an executable, symbolic links (one of
 * them out of the tree), an empty folder and names that need quoting. Byte for byte the same each time, so that a kind
 * that caches layers by content keeps one of it.
 */
export async function createFixture(): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-contract-'));
  for (const [path, content] of Object.entries(FIXTURE_FILES)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  for (const [path, target] of Object.entries(FIXTURE_SYMLINKS)) await symlink(target, join(folder, path));
  await chmod(join(folder, 'bin/tool'), 0o755);
  await mkdir(join(folder, 'empty'));
  await commit(folder);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

async function commit(folder: string): Promise<void> {
  const who = { NAME: 'Fixture', EMAIL: 'fixture@example.org', DATE: '2020-01-01T00:00:00Z' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  const env = { ...Object.fromEntries(people), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = (...args: string[]) => execa('git', args, { cwd: folder, env });
  await git('init', '--quiet', '--initial-branch=main', '--template=');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', FIXTURE_SUBJECT);
  // An index remembers inode numbers and times; a fresh one holds only what was committed.
  await rm(join(folder, '.git/index'));
  await git('read-tree', 'HEAD');
}
