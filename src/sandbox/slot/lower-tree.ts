import type { LayerEntry } from '../contract.ts';

type Manifest = ReadonlyMap<string, LayerEntry>;

/** A layer's entries as a tree, so that looking below one folder doesn't take a walk through all of them. */
export type LowerTree = {
  get(path: string): LayerEntry | undefined;
  childrenOf(folder: string): readonly string[];
  /** What is no folder, at a path and below it; nothing of git's own. */
  leavesOf(path: string): Iterable<string>;
};

export function createLowerTree(manifest: Manifest): LowerTree {
  const children = new Map<string, string[]>();
  for (const path of manifest.keys()) {
    const at = path.lastIndexOf('/');
    const folder = at < 0 ? '' : path.slice(0, at);
    const siblings = children.get(folder);
    if (siblings) siblings.push(path);
    else children.set(folder, [path]);
  }
  const childrenOf = (folder: string) => children.get(folder) ?? [];
  function* leavesOf(path: string): Generator<string> {
    if (path === '.git' || path.endsWith('/.git')) return;
    const entry = manifest.get(path);
    if (entry && entry.kind !== 'directory') yield path;
    for (const child of childrenOf(path)) yield* leavesOf(child);
  }
  return { get: (path) => manifest.get(path), childrenOf, leavesOf };
}
