/** A named piece of code: from the line that defines it up to the next such line. Lines from 0, `end` excluded. */
export type Fun = { file: string; name: string; start: number; end: number };

const DEFINITIONS = [
  /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*([\w$]+)/,
  /^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:\([^)]*\)|[\w$]+)\s*=>/,
  /^\s+(?:static\s+|async\s+|get\s+|set\s+|\*\s*)*(#?[\w$]+)\s*\([^)]*\)\s*\{\s*$/,
  /^\s+([\w$]+):\s*(?:async\s*)?(?:\([^)]*\)|[\w$]+)\s*=>/,
  /^\s*(?:async\s+)?def\s+(\w+)/,
  /^\s*(?:export\s+)?class\s+(\w+)/,
  /^func\s+(?:\([^)]*\)\s*)?(\w+)/,
  /^[A-Za-z_][\w\s*]*?\b(\w+)\s*\([^;]*$/,
  /^\s*(\w+)\s*\(\)\s*\{/,
];
const NO_NAMES = /^(?:if|for|while|switch|catch|return|else|do|with|function|constructor)$/;

/** The functions of a file, as its lines tell; what stands before the first belongs to none. */
export function functionsOf(file: string, text: string): Fun[] {
  const lines = text.split('\n');
  const found = lines.flatMap((line, start) => {
    const name = DEFINITIONS.map((pattern) => pattern.exec(line)?.[1]).find((one) => one && !NO_NAMES.test(one));
    return name ? [{ file, name, start, end: lines.length }] : [];
  });
  return found.map((fun, index) => ({ ...fun, end: found[index + 1]?.start ?? lines.length }));
}

/** Every name in a text, `#private` ones without their sign. */
export function namesIn(text: string): Set<string> {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? []);
}
