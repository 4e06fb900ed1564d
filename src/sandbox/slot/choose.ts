import type { Export, ExportBudget } from '../contract.ts';
import type { Listed } from './list-upper.ts';

type Chosen = { chosen: Listed[]; skipped: Export['skipped'] };

/** What dependencies, builds and caches leave behind, by the names of their folders and files. */
const OUTPUT =
  /(?:^|\/)(?:node_modules|target|build|dist|out|obj|bin|vendor|coverage|__pycache__|\.?venv|\.(?:cache|tox|pytest_cache|mypy_cache|gradle|next|zig-cache)|zig-cache|CMakeFiles|tmp)\/|\.(?:o|a|so|pyc|class|log|tmp)$/;
/** Beyond this what is left out is counted by folder. */
const MAX_NAMED = 50;

/**
 * The files that fit a budget. Where not all do, what they are decides, never the order in which they are listed: first
 * files that the base has, then others, at last what builds and caches leave behind; and among each kind what is one of
 * few of its name and ending before what is one of thousands.
 */
export function chooseFiles(
  files: readonly Listed[],
  { maxBytes, maxEntries }: ExportBudget,
  isBase: (path: string) => boolean,
): Chosen {
  const fits = files.length <= maxEntries && files.reduce((sum, { size }) => sum + size, 0) <= maxBytes;
  if (fits) return { chosen: [...files], skipped: [] };
  const chosen: Listed[] = [];
  const left: Export['skipped'] = [];
  let bytes = 0;
  for (const file of rank(files, isBase)) {
    const { path, size } = file;
    if (chosen.length >= maxEntries) left.push({ path, reason: `more than ${maxEntries} entries` });
    else if (bytes + size > maxBytes)
      left.push({ path, reason: `over the export's budget of ${maxBytes} bytes: ${size}` });
    else {
      chosen.push(file);
      bytes += size;
    }
  }
  return { chosen: chosen.toSorted(byPath), skipped: summarize(left.toSorted(byPath), { maxBytes, maxEntries }) };
}

function rank(files: readonly Listed[], isBase: (path: string) => boolean): Listed[] {
  const names = count(files, nameOf);
  const endings = count(files, endingOf);
  const ranked = files.map((file) => {
    const { path } = file;
    const kind = isBase(path) ? 0 : OUTPUT.test(path) ? 2 : 1;
    return { file, key: [kind, names.get(nameOf(file)) ?? 0, endings.get(endingOf(file)) ?? 0, file.size] as const };
  });
  const compare = (a: readonly number[], b: readonly number[]) => a.map((n, at) => n - (b[at] ?? 0)).find(Boolean) ?? 0;
  return ranked.sort((a, b) => compare(a.key, b.key) || byPath(a.file, b.file)).map(({ file }) => file);
}

/** The same for files that a loop names: numbers and hashes are left out. */
function nameOf({ path }: Listed): string {
  return path.replaceAll(/[0-9a-f]{6,}|\d+/g, '#');
}

function endingOf({ path }: Listed): string {
  return /^(.*\/)?[^/]*?(\.[^./]*)?$/.exec(path)?.slice(1).join('\0') ?? '';
}

function count(files: readonly Listed[], keyOf: (file: Listed) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(keyOf(file), (counts.get(keyOf(file)) ?? 0) + 1);
  return counts;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}

function summarize(left: Export['skipped'], { maxBytes, maxEntries }: Pick<ExportBudget, 'maxBytes' | 'maxEntries'>) {
  if (left.length <= MAX_NAMED) return left;
  const folders = new Map<string, number>();
  for (const { path } of left) {
    const folder = path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : './';
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const bounds = `more than ${maxEntries} entries or ${maxBytes} bytes`;
  return [...folders].map(([path, n]) => ({ path, reason: `${n} files are left out, as there are ${bounds}` }));
}
