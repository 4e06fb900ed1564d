import { createHash } from 'node:crypto';
import type { Export, ExportBudget, LayerEntry } from '../contract.ts';
import { type Held, trusted } from './held.ts';
import { type Listed, listUpper } from './list-upper.ts';

type Source = {
  held: Held;
  manifest: ReadonlyMap<string, LayerEntry>;
  /** Whether the workspace, layers together, shows this path. */
  isVisible(path: string): Promise<boolean>;
};

/**
 * Reads what the sandbox's processes wrote, after their death and beside them: the upper layer is listed and read in
 * the holder, nothing runs in the sandbox.
 */
export async function exportUpper(source: Source, budget: ExportBudget): Promise<Export> {
  const { entries, skipped } = await listUpper(source.held, budget);
  const chosen = withinBudget(entries, budget, skipped);
  const contents = await readContents(source.held, chosen, budget.maxBytes);
  const files = chosen
    .map(({ path, executable }, i) => ({ path, executable, content: contents[i] ?? Buffer.alloc(0) }))
    .filter(({ path, executable, content }) => !isUnchanged(source.manifest.get(path), executable, content));
  return { files, deleted: await findDeleted(source, entries), skipped };
}

function withinBudget(entries: Listed[], { maxBytes }: ExportBudget, skipped: Export['skipped']): Listed[] {
  let bytes = 0;
  return entries.filter(({ kind, path, size }) => {
    if (kind !== 'file') return false;
    if (bytes + size > maxBytes) {
      skipped.push({ path, reason: `over the export's budget of ${maxBytes} bytes: ${size}` });
      return false;
    }
    bytes += size;
    return true;
  });
}

/** One pass over all files: their sizes are known and nobody changes them any more. */
async function readContents({ shell, upper }: Held, files: Listed[], maxBytes: number): Promise<Buffer[]> {
  if (files.length === 0) return [];
  const names = Buffer.from(files.map(({ path }) => `./${path}\0`).join(''));
  const all = await trusted(shell, `cd ${upper} && xargs -0 cat --`, names, 2 * maxBytes + 2);
  let end = 0;
  return files.map(({ size }) => {
    end += size;
    return all.subarray(end - size, end);
  });
}

function isUnchanged(before: LayerEntry | undefined, executable: boolean, content: Buffer): boolean {
  if (before?.kind !== 'file' || before.executable !== executable || before.bytes !== content.length) return false;
  return createHash('sha256').update(content).digest('hex') === before.sha256;
}

/**
 * Files of the layer that are gone: below a whiteout, below something that is no folder any more, or in a folder that
 * was removed and made anew. The last is invisible from the upper layer alone (its mark can't be read without privileges), but such a folder shows none of the layer's entries: asking for one of them tells.
 */
async function findDeleted({ manifest, isVisible }: Source, entries: Listed[]): Promise<string[]> {
  const upper = new Map(entries.map((entry) => [entry.path, entry]));
  const opaque = new Set<string>();
  for (const { path, kind } of entries) {
    if (kind !== 'folder' || manifest.get(path)?.kind !== 'directory') continue;
    const hidden = childrenOf(manifest, path).find((child) => !upper.has(child));
    if (hidden && !(await isVisible(hidden))) opaque.add(path);
  }
  return [...manifest]
    .filter(([path, { kind }]) => kind !== 'directory' && !isGit(path) && isGone(path, upper, opaque))
    .map(([path]) => path);
}

function isGone(path: string, upper: Map<string, Listed>, opaque: Set<string>): boolean {
  const self = upper.get(path);
  if (self) return self.kind !== 'file';
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const parent = path.slice(0, at);
    if (opaque.has(parent)) return true;
    const entry = upper.get(parent);
    if (entry && entry.kind !== 'folder') return true;
  }
  return false;
}

function childrenOf(manifest: ReadonlyMap<string, LayerEntry>, folder: string): string[] {
  const prefix = `${folder}/`;
  return [...manifest.keys()].filter((path) => path.startsWith(prefix) && !path.includes('/', prefix.length));
}

function isGit(path: string): boolean {
  return path.split('/').includes('.git');
}
