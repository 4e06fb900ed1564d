/** One POSIX shell word that means exactly `text`, whatever is in it but NUL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path as one shell word: relative ones start with `./`, so none is taken for an option. */
export function quotePath(path: string): string {
  return quote(path.startsWith('/') ? path : `./${path}`);
}

/** A name for a line of its own: one with a line break or the like is quoted. */
export function showName(name: string): string {
  return /[\x00-\x1f\x7f]/.test(name) ? JSON.stringify(name) : name;
}
