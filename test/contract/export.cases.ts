import { describe, expect, it } from 'vitest';
import type { Export } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exportAfter, run } from './bench.ts';

const DOOMED = ['doomed/a.txt', 'doomed/b.txt', 'doomed/sub/c.txt'];

/** What is left after an honest agent: exactly the difference to the layer. */
export function exportCases(bench: Bench): void {
  describe.each<[string, string, { files?: Record<string, string>; deleted?: string[] }]>([
    ['nothing', 'cat README.md; ls -R > /dev/null', {}],
    ['a changed file', 'echo more >> README.md', { files: { 'README.md': '# Fixture\nmore\n' } }],
    ['added files', 'mkdir -p x/y/z; echo 1 > x/y/z/1; : > void', { files: { 'x/y/z/1': '1\n', void: '' } }],
    ['a file made executable', 'chmod +x README.md', { files: { 'README.md': '# Fixture\n (executable)' } }],
    ['a file made not executable', 'chmod -x bin/tool', { files: { 'bin/tool': '#!/bin/sh\necho tool\n' } }],
    [
      'touching, and writing the same again',
      'touch README.md; cp README.md t; cat t > README.md; rm t; chmod 600 src/index.txt',
      {},
    ],
    ['removing and restoring', 'mv doomed d; rm README.md; cp -r d doomed; rm -r d; echo "# Fixture" > README.md', {}],
    ['a deleted file', 'rm README.md', { deleted: ['README.md'] }],
    ['a deleted folder', 'rm -r doomed', { deleted: DOOMED }],
    ['a file in place of a folder', 'rm -r doomed; echo x > doomed', { files: { doomed: 'x\n' }, deleted: DOOMED }],
    [
      'a folder in place of a file',
      'rm README.md; mkdir README.md; echo x > README.md/x',
      { files: { 'README.md/x': 'x\n' }, deleted: ['README.md'] },
    ],
    [
      'a folder made again with less in it',
      'rm -r doomed; mkdir doomed; echo b > doomed/b.txt',
      { deleted: ['doomed/a.txt', 'doomed/sub/c.txt'] },
    ],
    [
      'a folder made again with something else',
      'rm -r doomed; mkdir -p doomed/sub; echo n > doomed/sub/n',
      { files: { 'doomed/sub/n': 'n\n' }, deleted: DOOMED },
    ],
    ['a renamed file', 'mv README.md docs.md', { files: { 'docs.md': '# Fixture\n' }, deleted: ['README.md'] }],
    [
      'a renamed folder',
      'mv doomed saved',
      { files: { 'saved/a.txt': 'a\n', 'saved/b.txt': 'b\n', 'saved/sub/c.txt': 'c\n' }, deleted: DOOMED },
    ],
    ['a file in place of a link', 'rm link; echo own > link', { files: { link: 'own\n' } }],
    ['removed empty folders', 'rmdir empty; mkdir hollow', {}],
    [
      'names that need quoting',
      `mkdir 'a b'; echo 1 > 'a b/$(x) "y"'; echo 2 > -rf; echo 3 > ...; echo 4 > 'ž☃'; echo 5 > .wh.README.md`,
      { files: { 'a b/$(x) "y"': '1\n', '-rf': '2\n', '...': '3\n', 'ž☃': '4\n', '.wh.README.md': '5\n' } },
    ],
  ])('%s', (_, command, { files = {}, deleted = [] }) => {
    it('is told exactly', async () => {
      const found = await exportAfter(bench, command);
      expect({ ...asText(found), skipped: found.skipped }).toEqual({ files, deleted, skipped: [] });
    });
  });

  it('is the same when it is done twice', async () => {
    await using box = await bench.open();
    await run(box, 'rm -r doomed; cp -r src copy; mkfifo pipe; echo x >> README.md');
    await box.kill();
    const first = await box.export(BUDGET);
    expect(first.files.length).toBe(3);
    expect(await box.export(BUDGET)).toEqual(first);
  });

  it('is what was there at the kill: nothing that survived a command writes on', async () => {
    await using box = await bench.open();
    const writer = 'n=0; while :; do n=$((n + 1)); echo $n > counter; echo $n >> log; done';
    await run(box, `(setsid sh -c '${writer}' > /dev/null 2>&1 < /dev/null &); sleep 0.3`);
    await box.kill();
    const first = await box.export(BUDGET);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.files.map(({ path }) => path).sort()).toEqual(['counter', 'log']);
    expect(await box.export(BUDGET)).toEqual(first);
  });

  it('tells of no deletion that was none when a close overtakes it', async () => {
    const box = await bench.open();
    await run(box, 'chmod 600 src/index.txt; mkdir doomed/new');
    await box.kill();
    const overtaken = box.export(BUDGET).catch(() => null);
    await box.close();
    expect((await overtaken)?.deleted ?? []).toEqual([]);
  });

  it('is refused while processes live', async () => {
    await using box = await bench.open();
    await expect(box.export(BUDGET)).rejects.toThrow();
  });
}

/** Files by path, so that a difference reads well; deleted ones in order. */
function asText({ files, deleted }: Export): { files: Record<string, string>; deleted: string[] } {
  const texts = files.map(({ path, content, executable }) => [path, `${content}${executable ? ' (executable)' : ''}`]);
  return { files: Object.fromEntries(texts), deleted: deleted.toSorted() };
}
