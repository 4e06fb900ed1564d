import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMutant } from '../../../src/mutation/mutant.ts';
import { mutate } from '../../../src/mutation/mutate.ts';

/** The mutants of some code as `kind: the whole text afterwards`. */
function mutantsOf(file: string, text: string): string[] {
  return mutate(file, text).map((mutant) => `${mutant.kind}: ${applyMutant(text, mutant)}`);
}

describe('mutate', () => {
  it.each([
    ['a.js', 'if (a < b) c();', 'relational: if (a <= b) c();'],
    ['a.js', 'if (a < b) c();', 'negated-condition: if (!(a < b)) c();'],
    ['a.js', 'x = a === b;', 'relational: x = a !== b;'],
    ['a.js', 'f(a - b);', 'arithmetic: f(a + b);'],
    ['a.js', 'f(a - 1);', 'off-by-one: f(a);'],
    ['a.js', 'high = middle;', 'off-by-one: high = middle - 1;'],
    ['a.js', 'f(list[i]);', 'off-by-one: f(list[i + 1]);'],
    ['a.js', 'f(list.length);', 'off-by-one: f(list.length - 1);'],
    ['a.js', 'f(a && b);', 'logical: f(a || b);'],
    ['a.js', 'f(10);', 'constant: f(11);'],
    ['a.js', 'f(true);', 'constant: f(false);'],
    ['a.js', 'f(!a);', 'negated-condition: f(a);'],
    ['a.js', 'f(a, g(b, c));', 'swapped-arguments: f(g(b, c), a);'],
    ['a.js', 'f(a, g(b, c));', 'swapped-arguments: f(a, g(c, b));'],
    ['a.js', 'a.b();', 'null-guard: a?.b();'],
    ['a.js', 'f(a?.b);', 'null-guard: f(a.b);'],
    ['a.js', 'f();\ng();', 'deleted-statement: ;\ng();'],
    ['a.js', 'f();\ng();', 'duplicated-statement: f(); f();\ng();'],
    ['a.ts', 'if (a < b) c();', 'relational: if (a <= b) c();'],
    ['a.py', 'if a < b:\n    c()', 'negated-condition: if not (a < b):\n    c()'],
    ['a.py', 'while a and b:\n    c()', 'logical: while a or b:\n    c()'],
    ['a.py', 'f(not a)', 'negated-condition: f(a)'],
    ['a.py', 'f(len(a))', 'off-by-one: f(len(a) - 1)'],
    ['a.py', 'f(a // b)', 'arithmetic: f(a * b)'],
    ['a.py', 'f(True)', 'constant: f(False)'],
    ['a.py', 'def f():\n    g()\n', 'deleted-statement: def f():\n    pass\n'],
    ['a.py', 'a.b()', 'null-guard: if a is not None: a.b()'],
    ['a.c', 'if (a->n >= 2) return;', 'relational: if (a->n > 2) return;'],
    ['a.c', 'count += 1;', 'arithmetic: count -= 1;'],
    ['a.c', 'f(map->size);', 'null-guard: if (map != NULL) f(map->size);'],
    ['a.c', 'x = a * b;', 'arithmetic: x = a / b;'],
    ['a.go', 'if err := f(a); err != nil {\n\treturn\n}', 'relational: if err := f(a); err == nil {\n\treturn\n}'],
    ['a.go', 'if err := f(a); a < b {\n\tg()\n}', 'negated-condition: if err := f(a); !(a < b) {\n\tg()\n}'],
    ['a.go', 'if a {\n\tg(b, c)\n}', 'swapped-arguments: if a {\n\tg(c, b)\n}'],
    ['a.go', 'if a {\n\tg(b)\n}', 'deleted-statement: if a {\n\t\n}'],
    ['a.sh', 'if [ "$a" -lt 3 ]; then b; fi', 'relational: if [ "$a" -le 3 ]; then b; fi'],
    ['a.sh', 'if [ "$a" -lt 3 ]; then b; fi', 'negated-condition: if ! [ "$a" -lt 3 ]; then b; fi'],
    ['a.sh', '[ -z "$a" ] && b', 'relational: [ -n "$a" ] && b'],
    ['a.sh', '[ -z "$a" ] && b', 'logical: [ -z "$a" ] || b'],
    ['a.sh', 'n=$((n + 1))', 'arithmetic: n=$((n - 1))'],
    ['a.sh', 'rm "$a"\nb', 'deleted-statement: :\nb'],
  ])('%s %j', (file, text, wanted) => {
    expect(mutantsOf(file, text)).toContain(wanted);
  });

  it.each([
    ['a.js', "// a < b\nconst s = 'a < 1'; /* 1 < 2 */"],
    ['a.js', 'const t = `1 $' + '{a < b} $' + '{`}`}`;'],
    ['a.js', 'const r = /[/<1]+ && "/g;'],
    ['a.js', 'import { a, b } from "c";'],
    ['a.js', 'const f = (a, b) => a;'],
    ['a.ts', 'const a: Map<string, number> = b;'],
    ['a.py', '"""a < 1\n\'b\'"""  # 1 < 2'],
    ['a.py', 'def f(a, b): ...'],
    ['a.py', 'from a import b, c'],
    ['a.c', '#define MAX(a, b) \\\n  ((a) > 1)\n#include <stdio.h>'],
    ['a.c', 'int *max(int *a, int *b);'],
    ['a.c', "char *a = \"1 < 2\", b = '\\'';"],
    ['a.go', 'var a = `1 < 2`'],
    ['a.go', 'func (m *Map) Get(a, b string) {}'],
    ['a.sh', 'cat <<EOF >&2\n1 -eq 2 && $((1 + 1))\nEOF'],
    ['a.sh', 'a="$(b "c && 1")" # -eq'],
    ['README.md', 'if (a < b) c();'],
  ])('leaves %s %j alone', (file, text) => {
    const kinds = mutate(file, text).filter(
      ({ kind }) => kind !== 'deleted-statement' && kind !== 'duplicated-statement',
    );
    expect(kinds.filter(({ kind }) => kind !== 'off-by-one')).toEqual([]);
  });

  it('says where: file, line and column from 1, and what was there', () => {
    expect(mutate('src/a.js', 'f();\n  return a >= b;').filter(({ kind }) => kind === 'relational')).toEqual([
      { file: 'src/a.js', line: 2, column: 12, kind: 'relational', before: '>=', after: '<' },
      { file: 'src/a.js', line: 2, column: 12, kind: 'relational', before: '>=', after: '>' },
    ]);
  });

  it('comes in the order of places, without repeats, and the same every time', () => {
    const text = 'for (let i = 0; i < list.length - 1; i += 1) f(list[i], i);\n'.repeat(5);
    const mutants = mutate('a.js', text);
    expect(mutants.length).toBeGreaterThan(50);
    expect(mutate('a.js', text)).toEqual(mutants);
    const places = mutants.map(({ line, column }) => line * 1000 + column);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const results = mutants.map((mutant) => applyMutant(text, mutant));
    expect(new Set(results).size).toBe(results.length);
    expect(results).not.toContain(text);
  });

  it('reads any text, and each mutant fits it', () => {
    const pieces = [
      'if',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '`',
      '${',
      '/',
      '*/',
      '/*',
      '#',
      '\\',
      '\n',
      ' ',
      ';',
      ',',
      '<<',
      'E',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces, 'a', '1', '<', '.', '-'), fc.string()), {
      maxLength: 60,
    });
    const files = fc.constantFrom('a.js', 'a.ts', 'a.py', 'a.c', 'a.go', 'a.sh');
    fc.assert(
      fc.property(files, text, (file, parts) => {
        const whole = parts.join('');
        for (const mutant of mutate(file, whole)) expect(applyMutant(whole, mutant)).not.toBe(whole);
      }),
    );
  });

  it.each(['js', 'py', 'c', 'go', 'sh'])('takes linear time for hostile .%s', (ending) => {
    for (const piece of ['/', '`${', '"$(', '(', '{\n', 'a\n', "'", '<<E\n', '/*', 'if ', '-', 'x.y', 'f(']) {
      const startedMs = performance.now();
      mutate(`a.${ending}`, piece.repeat(20_000));
      expect(performance.now() - startedMs, JSON.stringify(piece)).toBeLessThan(3_000);
    }
  });
});

describe('applyMutant', () => {
  it('refuses a text that is not the one that the mutant was made from', () => {
    const [mutant] = mutate('a.js', 'a < b');
    expect(() => applyMutant('a', mutant!)).toThrow('line 1 does not hold');
  });
});
