import { expect, test } from 'vitest';
import { callsOf } from '../../../src/verify/syntax/calls.ts';
import { declarationsOf } from '../../../src/verify/syntax/declarations.ts';
import { type Grammar, parseText } from '../../../src/verify/syntax/parser.ts';

const later = () => performance.now() + 10_000;

async function read(grammar: Grammar, text: string) {
  const tree = await parseText(text, grammar, later());
  if (tree === null) return null;
  const declared = (declarationsOf(tree, later()) ?? []).map(
    ({ kind, name, in: owner }) => `${kind} ${owner ? `${owner}.` : ''}${name}`,
  );
  const calls = [...(callsOf(tree, later()) ?? [])];
  tree.delete();
  return { declared, calls };
}

test.each<[Grammar, string, string[]]>([
  [
    'javascript',
    `// class X\nconst s = "class Y {}"; const t = \`function z() {}\`;
    class A { m() {} #p() {} static s() {} f = () => 1; n = 1; static { const o = { q() {} }; } }
    const B = class { r() {} }; const g = async (x) => x; const h = function () {}; export default function i() {}
    function* j() { class C {} }`,
    [
      'class A',
      'method A.m',
      'method A.#p',
      'method A.s',
      'method A.f',
      'method q',
      'class B',
      'method B.r',
      'function g',
      'function h',
      'function i',
      'function j',
      'class C',
    ],
  ],
  [
    'typescript',
    'interface I { m(): void } abstract class B<T> { abstract n(): void; private o = (): void => {} } enum E { A } type T = 1; namespace N { export class C {} }',
    ['interface I', 'method I.m', 'class B', 'method B.n', 'method B.o', 'enum E', 'type T', 'class C'],
  ],
  [
    'python',
    'class A(Base):\n  """class X: pass"""\n  @property\n  def m(self):\n    def inner(): pass\n  class B:\n    async def n(self): pass\ndef f(): pass  # def g(): pass\n',
    ['class A', 'method A.m', 'function inner', 'class A.B', 'method B.n', 'function f'],
  ],
  [
    'cpp',
    `struct P { int x; }; struct Ahead; typedef struct { int y; } Q; enum E { A }; typedef int number; int proto(int);
    static int *f(int a) { return a; } /* int g() {} */ #define H int h() {}
    class K { public: void m() {} virtual int pure() = 0; int field; }; void K::late() {}`,
    [
      'struct P',
      'type Q',
      'struct Q',
      'enum E',
      'type number',
      'function f',
      'class K',
      'method K.m',
      'method K.pure',
      'method K.late',
    ],
  ],
  [
    'go',
    'package a\ntype S[T any] struct{}\ntype I interface{ M() }\ntype U = int\nfunc (s *S[T]) M() {}\nfunc F() {}\nvar s = `type X struct{}`\n',
    ['struct S', 'interface I', 'method I.M', 'type U', 'method S.M', 'function F'],
  ],
  ['bash', 'f() { :; }\nfunction g { :; }\n# h() { :; }\necho "i() { :; }"\n', ['function f', 'function g']],
])('%s declares what it declares', async (grammar, text, expected) => {
  expect((await read(grammar, text))?.declared).toEqual(expected);
});

test.each<[Grammar, string, string[]]>([
  ['javascript', 'a(1); b.c.d(2); new E(); e?.f(); // g()\n"h()"', ['a', 'b.c.d', 'd', 'E', 'e?.f', 'f']],
  ['python', 'os.system("rm()")  # g()\nf()\n', ['os.system', 'system', 'f']],
  ['cpp', 'void f(struct s *p) { a(1); p->b(2); new C(); }', ['a', 'p->b', 'b', 'C']],
  ['go', 'package a\nfunc f() { fmt.Println(g()) }', ['fmt.Println', 'Println', 'g']],
  ['bash', 'ls | grep x # rm', ['ls', 'grep']],
])('%s calls what it calls', async (grammar, text, expected) => {
  expect((await read(grammar, text))?.calls).toEqual(expected);
});

test('what does not parse declares nothing', async () => {
  expect((await read('javascript', 'class A {}\n)(class B { m() {'))?.declared).toEqual([]);
  expect(
    (await read('python', 'class A:\n  def m(self): pass\n\n??? class B ???\n\ndef f(): pass\n'))?.declared,
  ).toEqual(['class A', 'method A.m', 'function f']);
});

test('too little time is no answer', async () => {
  expect(await parseText('a;'.repeat(100_000), 'javascript', 0)).toBeNull();
  const tree = await parseText('class A {}', 'javascript', later());
  expect(tree && declarationsOf(tree, 0)).toBeNull();
  tree?.delete();
});

test('hostile texts are bounded in size, time and depth', { timeout: 60_000 }, async () => {
  expect(await read('javascript', 'a;'.repeat(300_000))).toBeNull();
  // One that is parsed as long as it may be: how long that is, is the machine's.
  const nested = '['.repeat(250_000) + ']'.repeat(250_000);
  expect(await parseText(nested, 'python', performance.now())).toBeNull();
  expect((await read('javascript', 'class A { m() {'.repeat(5_000) + '}}'.repeat(5_000)))?.declared).toHaveLength(
    10_000,
  );
  expect((await read('javascript', `a${'()'.repeat(50_000)}`))?.calls).toContain('a');
});
