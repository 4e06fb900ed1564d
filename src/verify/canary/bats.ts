import { testId } from '../ids.ts';
import { findLiterals } from './literal.ts';
import type { SourceTest, Span } from './source-test.ts';

type Block = Span & { name: Span; lines: { from: number; text: string }[] };

const HEAD = /^@test (["'])([^"'\\$`]+)\1 \{$/;
/** `[ "$output" = 'text' ]` and the like, alone on a line: bats ends a test at a command that fails. */
const ASSERTION = /^ {2}\[\[? (?:"\$[^"]*"|\$\w+) (?:=|==|-eq) ("[^"\\$`]*"|'[^']*'|\d+) \]\]?$/;
/** Commands that may end a test before its assertion, or leave code out of it; and texts that are no code. */
const UNSURE =
  /(?:^|[;({!])\s*(?:return|exit|skip|exec|trap|set|shopt|break|continue|if|case|for|while|until|select|kill)\b|<<|&&|\|\||\\$/;

/**
 * The tests of a bats file that canaries can be made of. bats names a file by its path below the folder it was given,
 * so this knows only files that lie directly in a folder of the workspace.
 */
export function findBatsTests(path: string, text: string): SourceTest[] {
  const file = /^[^/]+\/([^/]+\.bats)$/.exec(path)?.[1];
  const blocks = findBlocks(text);
  const last = blocks.at(-1);
  if (file === undefined || last === undefined) return [];
  const idOf = (name: string): string => testId(file, [name]);
  const neighbours = blocks.map(({ name }) => text.slice(name.from, name.to));
  const slots = [...blocks.map(({ from }) => ({ at: from, before: true })), { at: last.to, before: false }];
  return blocks.flatMap((block, index): SourceTest[] => {
    const name = neighbours[index] as string;
    const isOnly = neighbours.filter((other) => other === name).length === 1;
    const literals = isOnly ? comparedLiterals(text, block) : [];
    if (literals.length === 0) return [];
    const span = { from: block.from, to: block.to };
    const separator = '\n\n';
    return [
      { id: idOf(name), idOf, span, name: block.name, neighbours, isIdentifier: false, literals, slots, separator },
    ];
  });
}

/** From `@test "name" {` to the next line that is a brace alone. */
function findBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let from = 0;
  for (const line of text.split('\n')) {
    const head = HEAD.exec(line);
    if (open === null && head !== null) {
      const name = { from: from + '@test "'.length, to: from + '@test "'.length + (head[2] as string).length };
      open = { from, to: from, name, lines: [] };
    } else if (open !== null && line === '}') {
      blocks.push({ ...open, to: from + 1 });
      open = null;
    } else open?.lines.push({ from, text: line });
    from += line.length + 1;
  }
  return blocks;
}

function comparedLiterals(text: string, { lines }: Block): Span[] {
  if (lines.some((line) => isUnsure(line.text))) return [];
  return lines.flatMap((line) => {
    const literal = ASSERTION.exec(line.text)?.[1];
    if (literal === undefined) return [];
    const from = line.from + line.text.lastIndexOf(literal);
    return findLiterals(text, { from, to: from + literal.length });
  });
}

/** Also where a quote or a bracket goes on in the next line. */
function isUnsure(line: string): boolean {
  if (/^\s*#/.test(line)) return false;
  const bare = line.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, 'x');
  return UNSURE.test(bare) || /['"`]/.test(bare) || bare.split('(').length !== bare.split(')').length;
}
