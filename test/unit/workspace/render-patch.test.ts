import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/workspace/change.ts';
import { renderPatch } from '../../../src/workspace/render-patch.ts';
import { applyWithGit, CASES, changeOf, git } from './git-patches.ts';
import { changeBetween, folderWith, sorted, type Tree } from './tree-of-files.ts';

async function render(before: Tree, change: Change): Promise<string> {
  using folder = folderWith(before);
  return await renderPatch(folder.path, change);
}

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
