import type { Listed } from './list-upper.ts';
import type { LowerTree } from './lower-tree.ts';

/** Whether the workspace, layers together, shows these paths. */
export type AreVisible = (paths: readonly string[]) => Promise<boolean[]>;

/**
 * Files of the layer that are gone, in order: where there is a whiteout or something else than a file now, below what is
 * no folder any more, and in folders that were removed and made anew.
 */
export async function findDeleted(lower: LowerTree, entries: Listed[], areVisible: AreVisible): Promise<string[]> {
  const upper = new Map(entries.map((entry) => [entry.path, entry]));
  const gone = new Set<string>();
  const hide = (path: string) => {
    for (const leaf of lower.leavesOf(path)) if (upper.get(leaf)?.kind !== 'file') gone.add(leaf);
  };
  for (const { path, kind } of entries) {
    if (kind !== 'folder' || lower.get(path)?.kind !== 'directory') hide(path);
  }
  for (const folder of await findMadeAnew(lower, entries, areVisible)) hide(folder);
  return [...gone].sort();
}

/**
 * Folders that hide the layer's folder of the same name. Their mark can't be read without privileges, but such a folder
 * shows none of the layer's entries: asking for one of them tells.
 */
async function findMadeAnew(lower: LowerTree, entries: Listed[], areVisible: AreVisible): Promise<string[]> {
  const upper = new Set(entries.map(({ path }) => path));
  const asked = entries.flatMap(({ path, kind }) => {
    if (kind !== 'folder' || lower.get(path)?.kind !== 'directory') return [];
    const child = lower.childrenOf(path).find((candidate) => !upper.has(candidate));
    return child === undefined ? [] : [{ folder: path, child }];
  });
  if (asked.length === 0) return [];
  const visible = await areVisible(asked.map(({ child }) => child));
  return asked.filter((_, at) => !visible[at]).map(({ folder }) => folder);
}
