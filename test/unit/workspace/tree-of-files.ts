import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Change } from '../../../src/workspace/change.ts';

/** Files by path: what they say, `!` in front of it for an executable. */
export type Tree = Record<string, string>;

/** A temporary folder with the files of a tree; it goes away with `using`. */
export function folderWith(tree: Tree): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'gymkhana-tree-'));
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text.replace(/^!/, ''));
    if (text.startsWith('!')) chmodSync(join(path, name), 0o755);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The files of a folder, without git's. */
export function treeOf(folder: string): Tree {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/^\.git(\/|$)/.test(name));
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const text = (name: string) =>
    (statSync(join(folder, name)).mode & 0o111 ? '!' : '') + readFileSync(join(folder, name));
  return Object.fromEntries(files.map((name) => [name, text(name)]));
}

/** What makes one tree of another. */
export function changeBetween(before: Tree, after: Tree): Change {
  const files = Object.entries(after).filter(([path, text]) => before[path] !== text);
  return {
    files: files.map(([path, text]) => ({
      path,
      content: Buffer.from(text.replace(/^!/, '')),
      executable: text.startsWith('!'),
    })),
    deleted: Object.keys(before).filter((path) => !(path in after)),
  };
}

/** By path, with contents as text: what a test can compare and read. */
export function sorted({ files, deleted }: Change) {
  const plain = files.map(({ path, executable, content }) => ({ path, executable, text: content.toString('latin1') }));
  return { files: plain.toSorted((a, b) => (a.path < b.path ? -1 : 1)), deleted: deleted.toSorted() };
}
