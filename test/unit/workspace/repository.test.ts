import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { readTree } from '../../../src/sandbox/tree.ts';
import { openRepository } from '../../../src/workspace/repository.ts';
import { folderWith, treeOf } from './tree-of-files.ts';

const SOURCE = {
  'README.md': '# A project\n',
  'src/main.js': 'export {};\n',
  'bin/run': '!#!/bin/sh\n',
  'with space/ünï.txt': 'x\r\n',
  '.gitignore': '*.log\nbuild/\n',
  '.gitattributes': '* text=auto\n*.bin filter=lfs\n',
  'kept.log': 'ignored, and part of the task\n',
  'build/out.bin': '\0\x01',
};

afterEach(() => vi.unstubAllEnvs());

/** Read-only questions to git, without anybody's configuration. */
function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** A file that proves, by being there, that a hook, a filter or a program of a configuration ran. */
function hostileConfig(folder: string): { config: string; proof: string } {
  const proof = join(folder, 'proof');
  const evil = join(folder, 'evil');
  writeFileSync(evil, `#!/bin/sh\ntouch '${proof}'\ncat\n`);
  chmodSync(evil, 0o755);
  for (const hooks of ['hooks', 'template/hooks']) {
    mkdirSync(join(folder, hooks), { recursive: true });
    for (const hook of ['pre-commit', 'post-commit', 'commit-msg', 'post-index-change', 'reference-transaction']) {
      symlinkSync(evil, join(folder, hooks, hook));
    }
  }
  const config = join(folder, '.gitconfig');
  const lines = [
    '[user]',
    'name = Somebody',
    'email = somebody@example.org',
    '[init]',
    `templateDir = ${folder}/template`,
    'defaultObjectFormat = sha256',
    '[core]',
    `hooksPath = ${folder}/hooks`,
    `fsmonitor = ${evil}`,
    'autocrlf = true',
    `excludesFile = ${folder}/ignore`,
    '[commit]',
    'gpgsign = true',
    '[gpg]',
    `program = ${evil}`,
    '[filter "lfs"]',
    `clean = ${evil}`,
    'required = true',
    '[remote "origin"]',
    'url = https://example.org/x.git',
  ];
  writeFileSync(config, lines.join('\n'));
  writeFileSync(join(folder, 'ignore'), '*.js\n');
  return { config, proof };
}

async function commitOf(source: string): Promise<string> {
  await using repository = await openRepository(source);
  return git(repository.folder, 'rev-parse', 'HEAD');
}

it('is one commit of all files, and nothing else that git could hold', async () => {
  using source = folderWith(SOURCE);
  symlinkSync('README.md', join(source.path, 'link'));
  await using repository = await openRepository(source.path);
  const { folder } = repository;
  expect(git(folder, 'rev-list', '--all', '--reflog').split('\n')).toHaveLength(1);
  expect(git(folder, 'fsck', '--unreachable', '--no-reflogs', '--strict')).toBe('');
  // One line each for HEAD and its branch.
  const head = git(folder, 'rev-parse', 'HEAD');
  expect(git(folder, 'reflog', 'show', '--all', '--format=%H').split('\n')).toEqual([head, head]);
  expect(git(folder, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  expect(git(folder, 'remote')).toBe('');
  expect(git(folder, 'stash', 'list')).toBe('');
  expect(git(folder, 'status', '--porcelain', '--ignored')).toBe('');
  expect(git(folder, 'config', '--local', '--name-only', '--list').split('\n')).not.toContain('user.name');
  for (const name of ['hooks', 'COMMIT_EDITMSG', 'ORIG_HEAD', 'FETCH_HEAD', 'packed-refs', 'worktrees', 'modules']) {
    expect(existsSync(join(folder, '.git', name)), name).toBe(false);
  }
  const inCommit = git(folder, '-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', 'HEAD').split('\n');
  expect(inCommit.toSorted()).toEqual([...Object.keys(SOURCE), 'link'].toSorted());
  expect(treeOf(folder)).toEqual({ ...SOURCE, link: SOURCE['README.md'] });
  // Every object is there for the commit: itself, its trees and its blobs.
  const reachable = git(folder, 'rev-list', '--objects', '--all').split('\n').length;
  expect(git(folder, 'count-objects')).toMatch(new RegExp(`^${reachable} objects`));
});

it('gives equal files an equal commit and an equal layer, wherever and whenever', async () => {
  using one = folderWith(SOURCE);
  using two = folderWith(SOURCE);
  await using a = await openRepository(one.path);
  vi.stubEnv('GIT_AUTHOR_NAME', 'Somebody');
  vi.stubEnv('GIT_COMMITTER_DATE', '2031-01-01T00:00:00Z');
  vi.stubEnv('TZ', 'Pacific/Auckland');
  await using b = await openRepository(two.path);
  expect(git(a.folder, 'rev-parse', 'HEAD')).toBe(git(b.folder, 'rev-parse', 'HEAD'));
  expect((await readTree(a.folder)).digest).toBe((await readTree(b.folder)).digest);
  writeFileSync(join(two.path, 'README.md'), '# Another\n');
  expect(await commitOf(two.path)).not.toBe(git(a.folder, 'rev-parse', 'HEAD'));
});

it.each(['HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_TEMPLATE_DIR', 'GIT_DIR'])(
  'obeys nothing that %s says',
  async (variable) => {
    using source = folderWith(SOURCE);
    using home = folderWith({});
    const { config, proof } = hostileConfig(home.path);
    mkdirSync(join(home.path, 'git'));
    symlinkSync(config, join(home.path, 'git/config'));
    const honest = await commitOf(source.path);
    const values: Record<string, string> = {
      HOME: home.path,
      XDG_CONFIG_HOME: home.path,
      GIT_TEMPLATE_DIR: `${home.path}/template`,
      GIT_DIR: `${home.path}/elsewhere`,
    };
    vi.stubEnv(variable, values[variable] ?? config);
    await using repository = await openRepository(source.path);
    expect(git(repository.folder, 'rev-parse', 'HEAD')).toBe(honest);
    expect(existsSync(proof)).toBe(false);
    expect(existsSync(join(home.path, 'elsewhere'))).toBe(false);
    expect(existsSync(join(repository.folder, '.git/hooks'))).toBe(false);
  },
);

it("obeys nothing that the machine's configuration says", async () => {
  using source = folderWith(SOURCE);
  using home = folderWith({ 'bin/.keep': '' });
  const { config, proof } = hostileConfig(home.path);
  const honest = await commitOf(source.path);
  // A git whose system configuration is elsewhere.
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const wrapper = join(home.path, 'bin/git');
  const ran = join(home.path, 'ran');
  writeFileSync(wrapper, `#!/bin/sh\ntouch '${ran}'\nGIT_CONFIG_SYSTEM='${config}' exec '${real}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  vi.stubEnv('PATH', `${home.path}/bin:${process.env.PATH}`);
  expect(await commitOf(source.path)).toBe(honest);
  expect(existsSync(ran)).toBe(true);
  expect(existsSync(proof)).toBe(false);
});

it("leaves a source's own history behind, also in a folder of it and where `.git` is a file", async () => {
  using source = folderWith({
    'a.txt': 'solved\n',
    'sub/b.txt': 'b\n',
    'linked/c.txt': 'c\n',
    'linked/.git': 'gitdir: /x\n',
  });
  const own = (folder: string, ...args: string[]) =>
    git(join(source.path, folder), '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args);
  for (const folder of ['.', 'sub']) {
    own(folder, 'init', '--quiet');
    own(folder, 'commit', '--quiet', '--allow-empty', '--message=the solution');
  }
  writeFileSync(join(source.path, 'a.txt'), 'broken\n');
  await using repository = await openRepository(source.path);
  expect(git(repository.folder, 'log', '--all', '--format=%s')).toBe('Initial commit');
  expect(git(repository.folder, 'ls-tree', '-r', '--format=%(objectmode) %(path)', 'HEAD').split('\n')).toEqual([
    '100644 a.txt',
    '100644 linked/c.txt',
    '100644 sub/b.txt',
  ]);
  const found = readdirSync(repository.folder, { recursive: true, encoding: 'utf8' });
  expect(found.filter((name) => name.split('/').at(-1) === '.git')).toEqual(['.git']);
});

it('goes away with its folder, and leaves the source as it was', async () => {
  using source = folderWith(SOURCE);
  const { folder } = await (async () => {
    await using repository = await openRepository(source.path);
    writeFileSync(join(repository.folder, 'README.md'), 'changed\n');
    return { folder: repository.folder };
  })();
  expect(existsSync(folder)).toBe(false);
  expect(treeOf(source.path)).toEqual(SOURCE);
  expect(readFileSync(join(source.path, 'README.md'), 'utf8')).toBe(SOURCE['README.md']);
});

it('leaves nothing behind when the source is not there', async () => {
  using place = folderWith({});
  vi.stubEnv('TMPDIR', place.path);
  await expect(openRepository('/nowhere')).rejects.toThrow();
  expect(readdirSync(place.path)).toEqual([]);
});
