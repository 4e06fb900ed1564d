import {
  Composer,
  type CST,
  type Document,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Path, type Place, placeAt } from './yaml-place.ts';

/** Something wrong at a position of the text. */
export type Finding = { offset: number; problem: string; fix?: string };

/** A YAML text as a tree with positions and as a plain value. The value means nothing while there are findings. */
export type YamlDocument = {
  root: Document;
  lines: LineCounter;
  value: unknown;
  findings: Finding[];
  placeAt(path: Path): Place;
};

const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

const FIXES: Partial<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'remove the tag',
};

/** Parses YAML 1.2 core, one document. Never throws, whatever the text is. */
export function composeYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const { tokens, tooDeepAt } = tokenize(text, lines);
  // Duplicate keys are looked for below: the library compares every pair of keys.
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, schema: 'core', logLevel: 'error' });
  const [root, second] = [...composer.compose(tokens, true, text.length)] as [Document.Parsed, Document.Parsed?];
  const document = { root, lines, placeAt: (path: Path) => placeAt({ root }, path) };
  if (tooDeepAt !== null) return { ...document, value: null, findings: [tooDeep(tooDeepAt)] };

  const findings: Finding[] = [...root.errors, ...root.warnings].map(({ code, message, pos }) => {
    const problem = `not valid YAML: ${message[0]?.toLowerCase()}${message.slice(1)}`;
    return { offset: pos[0], problem, ...(FIXES[code] && { fix: FIXES[code] }) };
  });
  if (second) {
    const offset = second.contents?.range?.[0] ?? text.length;
    findings.push({ offset, problem: 'a second document', fix: 'keep one document in a file' });
  }
  findings.push(...findMisuse(root));
  return { ...document, ...(findings.length > 0 ? { value: null, findings } : plainValue(root)) };
}

/**
 * The composer recurses, and running out of stack inside a regular expression ends the process instead of throwing. So
 * nesting is measured on the parser's own stack, before anything recurses.
 */
function tokenize(text: string, lines: LineCounter): { tokens: CST.Token[]; tooDeepAt: number | null } {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return { tokens: [], tooDeepAt: parser.offset };
  }
  tokens.push(...parser.end());
  return { tokens, tooDeepAt: null };
}

function tooDeep(offset: number): Finding {
  return { offset, problem: 'the file is nested too deeply', fix: 'flatten it' };
}

/** Keys that are there twice and aliases that can't be followed, in one walk. */
function findMisuse(root: Document): Finding[] {
  const findings: Finding[] = [];
  let aliases = 0;
  visit(root, {
    Map(_, map) {
      findings.push(...repeatedKeys(map));
    },
    Alias(_, alias, ancestors) {
      const offset = alias.range?.[0] ?? 0;
      if (++aliases > MAX_ALIASES) {
        findings.push({ offset, problem: `more than ${MAX_ALIASES} aliases`, fix: 'write the values out' });
        return visit.BREAK;
      }
      const isCircular = ancestors.some((node) => 'anchor' in node && node.anchor === alias.source);
      const wrong = isCircular ? 'contains itself' : alias.resolve(root) ? null : 'names no anchor above it';
      const problem = `the alias \`*${alias.source}\` ${wrong}`;
      if (wrong) findings.push({ offset, problem, fix: 'write the value out' });
      return undefined;
    },
  });
  return findings;
}

function repeatedKeys({ items }: YAMLMap): Finding[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    if (seen.size < seen.add(name).size) return [];
    return [{ offset: key.range?.[0] ?? 0, problem: `the key \`${name}\` is there twice`, fix: 'keep one' }];
  });
}

function plainValue(root: Document): Pick<YamlDocument, 'value' | 'findings'> {
  try {
    return { value: root.toJS({ maxAliasCount: MAX_ALIASES }), findings: [] };
  } catch (error) {
    // How the library refuses aliases that multiply ("a billion laughs").
    if (!(error instanceof ReferenceError)) throw error;
    const offset = isMap(root.contents) ? (root.contents.range?.[0] ?? 0) : 0;
    return { value: null, findings: [{ offset, problem: 'its aliases multiply', fix: 'write the values out' }] };
  }
}
