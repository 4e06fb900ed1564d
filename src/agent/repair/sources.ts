import { languageOf } from '../../mutation/language.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { isIn, isTestFile, type RedTest } from './red.ts';

const MAX_SOURCES = 12;
const MAX_TESTS = 2;

/** Reads the files with red tests, and sources: those first that `hints` names. */
export async function readTexts(
  toolbox: Toolbox,
  { files, red, hints }: { files: readonly string[]; red: readonly RedTest[]; hints: string },
): Promise<{ sources: Map<string, string>; tests: Map<string, string> }> {
  const suspects = files.filter((path) => red.some((test) => isIn(test, path))).slice(0, MAX_TESTS);
  const tests = await readAll(toolbox, suspects);
  const said = `${hints}\n${[...tests.values()].join('\n')}`;
  const mentions = (path: string) => said.split(/([^/]+?)(?:\.\w+)?$/.exec(path)?.[1] ?? path).length - 1;
  const code = files.filter((path) => languageOf(path) !== null && !isTestFile(path));
  const first = code.toSorted((a, b) => mentions(b) - mentions(a)).slice(0, MAX_SOURCES);
  // In the order of their names, whatever made the choice.
  return { sources: await readAll(toolbox, first.toSorted()), tests };
}

async function readAll(toolbox: Toolbox, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const { text, isError } = await toolbox.call('read_file', { path });
    // Lines that end otherwise would not come back as they were.
    if (!isError && !text.includes('\n[lines end in CRLF]')) texts.set(path, withoutNumbers(text));
  }
  return texts;
}

/** The lines as they are in the file; the notes below them have no number. */
function withoutNumbers(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => /^ *\d+\t(.*)$/s.exec(line)?.[1] ?? [])
    .join('\n');
}
