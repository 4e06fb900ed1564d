/** Times of files in microseconds since 1970: whole seconds can't tell what one build wrote from what it read. */
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** Of everything in a layer. */
export const BASE_MTIME = Date.UTC(2000, 0, 1) * 1_000;

/**
 * Of a file whose time is not known. What holds a NUL was built as a rule, and is made again from what did not: builds
 * compare times.
 */
export function unknownMtime(content: Buffer): number {
  return BASE_MTIME + DAY + (content.includes(0) ? 0 : SECOND);
}

/** A time as find(1) and date(1) print it, in seconds with a fraction. */
export function parseMtime(text: string): number {
  const [seconds = '', fraction = ''] = text.split('.');
  return Number(seconds) * SECOND + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** As a tar archive has it, in seconds with a fraction. */
export function printMtime(mtime: number): string {
  return `${Math.floor(mtime / SECOND)}.${String(mtime % SECOND).padStart(6, '0')}`;
}

/** Later than all of a layer, and no later than `now`: an agent may give its files any time. */
export function clampMtime(mtime: number, now: number): number {
  return Number.isFinite(mtime) ? Math.max(BASE_MTIME + SECOND, Math.min(mtime, now)) : now;
}
