import { testId } from '../ids.ts';
import { findLiterals } from './literal.ts';
import { findSeparator, IN_STRING, type Mask, maskPython, startWithComments } from './mask.ts';
import type { SourceTest, Span } from './source-test.ts';

/** A logical line: where its code starts, how far it is indented, and where it ends. */
type Statement = Span & { indent: number };

/** Fixtures that pytest brings and that have no parameters, so the test's id is its plain name. */
const PLAIN_FIXTURES = new Set('capfd capsys caplog monkeypatch recwarn tmp_path tmpdir'.split(' '));
/** Words that may end a test before its assertion, or make an assertion lenient. */
const UNSURE = /\b(return|yield|global|nonlocal|skip|xfail|importorskip|exit|_exit|approx|ANY)\b/;
const OTHER_OPERATOR = /[<>;\\]|!=|:=|\b(and|or|not|in|is|if|else|lambda|for|await)\b/;

/** The module-level `def test_…` functions of a pytest file that canaries can be made of. */
export function findPytestTests(path: string, text: string): SourceTest[] {
  const mask = maskPython(text);
  const statements = mask === null ? null : splitStatements(mask);
  if (mask === null || statements === null) return [];
  const tops = statements.flatMap((statement, index) => (statement.indent === 0 ? [index] : []));
  const functions = tops.flatMap((first, order) => {
    const block = statements.slice(first, tops[order + 1] ?? statements.length);
    const head = block[0] as Statement;
    const name = /^def (test_\w*)\(/.exec(mask.slice(head.from, head.to))?.[1];
    if (name === undefined) return [];
    const decorators = countDecorators(mask, statements, tops, order);
    const start = (statements[tops[order - decorators] as number] as Statement).from;
    return [{ name, block, start, decorated: decorators > 0 }];
  });
  const last = functions.at(-1);
  if (last === undefined) return [];
  const neighbours = functions.map((test) => test.name);
  const slots = [
    ...functions.map(({ start }) => ({ at: startWithComments(text, mask, start), before: true })),
    { at: (last.block.at(-1) as Statement).to, before: false },
  ];
  const units = functions.map(({ start, block }) => ({ from: start, to: (block.at(-1) as Statement).to }));
  const separator = findSeparator(mask, units, '\n\n\n');
  const place = path.replace(/\.py$/, '').replaceAll('/', '.');
  const idOf = (name: string): string => testId(place, [name]);
  return functions.flatMap(({ name, block, decorated }): SourceTest[] => {
    const [head, ...body] = block as [Statement, ...Statement[]];
    const isOnly = text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length === 1;
    const literals = decorated || !isOnly ? [] : comparedLiterals(text, mask, head, body);
    if (literals.length === 0) return [];
    const span = { from: head.from, to: (block.at(-1) as Statement).to };
    const nameSpan = { from: head.from + 4, to: head.from + 4 + name.length };
    return [{ id: idOf(name), idOf, span, name: nameSpan, neighbours, isIdentifier: true, literals, slots, separator }];
  });
}

/** Null when brackets don't match. */
function splitStatements(mask: Mask): Statement[] | null {
  const statements: Statement[] = [];
  let depth = 0;
  let continued = false;
  let at = 0;
  for (const line of mask.split('\n')) {
    const code = line.trimEnd();
    const isInside = depth > 0 || continued || code.startsWith(IN_STRING);
    if (code !== '') {
      const to = at + code.length;
      const indent = code.length - code.trimStart().length;
      const open = statements.at(-1);
      if (!isInside) statements.push({ from: at + indent, to, indent });
      else if (open !== undefined) open.to = to;
      for (const character of code) depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0;
      if (depth < 0) return null;
    }
    continued = code.endsWith('\\');
    at += line.length + 1;
  }
  return depth === 0 ? statements : null;
}

function countDecorators(mask: Mask, statements: readonly Statement[], tops: readonly number[], order: number): number {
  let count = 0;
  while (mask[statements[tops[order - count - 1] ?? -1]?.from ?? -1] === '@') count += 1;
  return count;
}

/** Literals of assertions that stand directly in the body: such an assertion was true in every test that passed. */
function comparedLiterals(text: string, mask: Mask, head: Statement, body: readonly Statement[]): Span[] {
  const first = body[0];
  const last = body.at(-1);
  if (first === undefined || last === undefined || UNSURE.test(mask.slice(head.from, last.to))) return [];
  const parameters = /^def \w+\(([\w\s,]*)\)[^:]*:$/.exec(mask.slice(head.from, head.to))?.[1];
  const names = parameters?.split(',').map((name) => name.trim());
  if (!names?.every((name) => name === '' || PLAIN_FIXTURES.has(name))) return [];
  return body.flatMap((statement) => {
    if (statement.indent !== first.indent || !/^assert\s/.test(mask.slice(statement.from, statement.to))) return [];
    const right = rightOfEquals(mask, { from: statement.from + 'assert'.length, to: statement.to });
    return right === null ? [] : findLiterals(text, right);
  });
}

/** What stands right of the only `==` outside brackets, when nothing else there could change the assertion's sense. */
function rightOfEquals(mask: Mask, span: Span): Span | null {
  let depth = 0;
  let flat = '';
  for (const character of mask.slice(span.from, span.to).split('')) {
    if (')]}'.includes(character)) depth -= 1;
    flat += depth > 0 ? ' ' : character;
    if ('([{'.includes(character)) depth += 1;
  }
  const comma = flat.indexOf(',');
  const condition = comma === -1 ? flat : flat.slice(0, comma);
  const sides = condition.split('==');
  if (sides.length !== 2 || OTHER_OPERATOR.test(flat)) return null;
  return { from: span.from + (sides[0] as string).length + 2, to: span.from + condition.length };
}
