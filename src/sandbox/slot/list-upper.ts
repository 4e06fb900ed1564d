import type { Export, ExportBudget } from '../contract.ts';
import { clampMtime, parseMtime } from '../times.ts';
import { type Held, trusted } from './held.ts';

/** An entry of the upper layer. `gone` is a whiteout: the layer's entry of that name was removed. */
export type Listed = {
  path: string;
  kind: 'file' | 'folder' | 'gone' | 'special';
  executable: boolean;
  size: number;
  mtime: number;
};

/** Some hundred thousand names: a quota of disk space has fewer inodes as a rule. */
const MAX_LISTING = 64 * 1024 * 1024;
const MAX_REFUSED = 1_000;

/** Lists an upper layer in one pass. What can't be exported is skipped with a reason and a name fit to print. */
export async function listUpper(
  { shell, upper }: Held,
  { maxDepth, maxPathBytes }: ExportBudget,
): Promise<{ entries: Listed[]; skipped: Export['skipped'] }> {
  // One level and one entry more than allowed, to see that there is more.
  const find = `find ${upper} -mindepth 1 -maxdepth ${maxDepth + 1} -name .git -prune -printf '%y %m %s %T@ %P\\0' -o -printf '%y %m %s %T@ %P\\0'`;
  // The clock that the files' times are of.
  const clock = `printf '%s\\0' "$(date +%s.%N)"`;
  const listing = await trusted(shell, `${clock}; ${find} | head -c ${MAX_LISTING}`, undefined, 2 * MAX_LISTING + 2);
  const entries: Listed[] = [];
  const skipped: Export['skipped'] = [];
  let refused = 0;
  const [clockLine = Buffer.alloc(0), ...lines] = splitAtNul(listing);
  const now = parseMtime(clockLine.toString());
  for (const line of lines) {
    const { entry, name } = parseLine(line, now);
    const reason = entry ? refusal(entry, name, maxDepth, maxPathBytes) : 'a name that is not UTF-8';
    if (reason) refused += 1;
    if (reason && refused <= MAX_REFUSED) skipped.push({ path: printable(name), reason });
    if (entry && (!reason || entry.kind === 'special')) entries.push(entry);
  }
  if (refused > MAX_REFUSED) skipped.push({ path: '', reason: `${refused - MAX_REFUSED} more of the kind` });
  if (listing.length >= MAX_LISTING) skipped.push({ path: '', reason: 'more entries than can be listed' });
  return { entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)), skipped };
}

function* splitAtNul(bytes: Buffer): Generator<Buffer> {
  for (let at = 0, end = bytes.indexOf(0); end >= 0; at = end + 1, end = bytes.indexOf(0, at))
    yield bytes.subarray(at, end);
}

const KINDS: Record<string, Listed['kind']> = { f: 'file', d: 'folder', c: 'gone' };

function parseLine(line: Buffer, now: number): { entry: Listed | null; name: Buffer } {
  const [type = '', mode = '', size = '', time = ''] = line.toString('latin1').split(' ', 4);
  const name = line.subarray(type.length + mode.length + size.length + time.length + 4);
  const path = name.toString('utf8');
  if (!Buffer.from(path).equals(name)) return { entry: null, name };
  const executable = (Number.parseInt(mode, 8) & 0o111) !== 0;
  return {
    entry: {
      path,
      kind: KINDS[type] ?? 'special',
      executable,
      size: Number(size),
      mtime: clampMtime(parseMtime(time), now),
    },
    name,
  };
}

function refusal({ path, kind }: Listed, name: Buffer, maxDepth: number, maxPathBytes: number): string | null {
  const parts = path.split('/');
  if (/[\x00-\x1f\x7f-\x9f]/.test(path)) return 'a name with control characters';
  if (parts.includes('.git')) return 'git metadata';
  if (parts.length > maxDepth) return `deeper than ${maxDepth} folders`;
  if (name.length > maxPathBytes) return `a path longer than ${maxPathBytes} bytes`;
  if (kind === 'special') return 'not a regular file';
  return null;
}

/** Names come from hostile code: bytes that a terminal or a log could act on are escaped. */
function printable(name: Buffer): string {
  return name
    .subarray(0, 200)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
