/** A visible test that fails: the name that its report gives it, and where it may be. */
export type RedTest = { key: string; file: string | null; name: string };

/** The `red …` lines of the bench: the beginning of a JSON line, or the tag of a JUnit test case. */
export function parseRed(output: string): RedTest[] {
  return linesOf(output, 'red').map((key) => {
    const texts = [...key.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(["\\])/g, '$1'));
    if (!key.startsWith('{')) {
      const file = /classname="([^"]*)"/.exec(key)?.[1]?.replaceAll('.', '/') ?? null;
      return { key, file, name: / name="([^"]*)"/.exec(key)?.[1] ?? '' };
    }
    return { key, file: /"file":"([^"]*)"/.exec(key)?.[1] ?? null, name: texts.at(-1) ?? '' };
  });
}

export function linesOf(output: string, word: string): string[] {
  return output.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
}

/** Whether a test stands in a file, as far as the report names one. */
export function isIn({ file }: RedTest, path: string): boolean {
  return file !== null && (file === path || path.replace(/\.\w+$/, '').endsWith(file));
}

/** Files of tests, helpers of tests among them. */
export function isTestFile(path: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|__tests__)\//.test(path) || isSuite(path);
}

/** Files that a test runner starts from. */
export function isSuite(path: string): boolean {
  return /[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*\.\w+$/.test(path);
}
