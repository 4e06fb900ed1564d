import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { applyGold } from '../../../src/workspace/gold.ts';
import { openRepository } from '../../../src/workspace/repository.ts';
import { folderWith, type Tree } from './tree-of-files.ts';

const BEFORE: Tree = {
  'src/a.txt': '1\n2\n3\n',
  top: 'x\n',
  run: '!#!/bin/sh\n',
  'ü "n"': 'u\n',
  gone: 'g\n',
  crlf: '1\r\n',
};

/** What a git command says once the tree is changed and committed. */
async function written(args: string[], config: string[] = []): Promise<string> {
  using folder = folderWith(BEFORE);
  await using repository = await openRepository(folder.path);
  const options = { cwd: repository.folder, encoding: 'utf8' as const };
  const change = `printf '1\\ntwo\\n3\\n' > src/a.txt; echo y > top; chmod 644 run; echo v > 'ü "n"'; rm gone; : > empty
printf 'a\\0b' > binary; mkdir new; echo n > new/n; printf '2\\r\\n' > crlf; git add -A
git -c user.name=a -c user.email=a@b -c commit.gpgsign=false commit -qm 'Words

--- before

+ the patch'`;
  execFileSync('sh', ['-c', change], options);
  return execFileSync('git', [...config.flatMap((one) => ['-c', one]), ...args], options);
}

const sum = async (patch: string) => {
  using folder = folderWith(BEFORE);
  await using repository = await openRepository(folder.path);
  return await applyGold(repository.folder, patch);
};

it.each([
  ['diff', ['diff', '--binary', 'HEAD~', 'HEAD'], []],
  ['show', ['show', '--binary'], []],
  ['format-patch', ['format-patch', '--stdout', '-1'], []],
  ['diff --stat -p', ['diff', '--stat', '-p', '--binary', 'HEAD~', 'HEAD'], []],
  ['mnemonic prefixes', ['diff', '--binary', 'HEAD~', 'HEAD'], ['diff.mnemonicPrefix=true']],
  ['no prefixes', ['diff', '--binary', 'HEAD~', 'HEAD'], ['diff.noprefix=true']],
  ['unquoted names', ['show', '--binary', '-M'], ['core.quotePath=false']],
])('takes what git writes: %s', async (_, args, config) => {
  const applied = await sum(await written(args, config));
  expect(applied).toHaveProperty('change');
  if (!('change' in applied)) return;
  const { files, deleted } = applied.change;
  expect(deleted).toEqual(['gone']);
  const shown = Object.fromEntries(files.map(({ path, executable, content }) => [path, `${executable} ${content}`]));
  expect(shown).toEqual({
    'src/a.txt': 'false 1\ntwo\n3\n',
    top: 'false y\n',
    run: 'false #!/bin/sh\n',
    'ü "n"': 'false v\n',
    empty: 'false ',
    binary: 'false a\0b',
    'new/n': 'false n\n',
    crlf: 'false 2\r\n',
  });
});

const HUNK = '--- a/top\n+++ b/top\n@@ -1 +1 @@\n-x\n+y\n';
it.each([
  ['words alone', 'Change x into y.\n', /names no file|No valid patches/],
  ['a broken hunk header', `${HUNK}@@ -7,2 +7 @\n-a\n`, /header of a hunk/],
  ['CRLF for LF', HUNK.replaceAll('\n', '\r\n'), /CRLF/],
  ['LF for CRLF', '--- a/crlf\n+++ b/crlf\n@@ -1 +1 @@\n-1\n+2\n', /CRLF/],
  ['binary files without their bytes', 'diff --git a/b b/b\nBinary files /dev/null and b/b differ\n', /binary/],
  ['a path that leads out', HUNK.replaceAll('top', '../top'), /outside|invalid path/],
])('refuses %s', async (_, patch, reason) => {
  expect(await sum(patch)).toMatchObject({ reason: expect.stringMatching(reason) });
});

it('a broken hunk header is named by its line', async () => {
  expect(await sum(`${HUNK}@@ -7,2 +7 @\n-a\n`)).toMatchObject({ line: 6 });
});
