import { expect, test } from 'vitest';
import { z } from 'zod';
import { hasCode } from '../../../src/errors.ts';
import { parseYaml } from '../../../src/task/parse-yaml.ts';
import { linesOf, problemsOf } from './problems.ts';

const schema = z.strictObject({
  name: z.string().regex(/^[a-z]+$/, 'lower-case letters'),
  kind: z.enum(['fix', 'feature']),
  limits: z.strictObject({ turns: z.int().min(1).max(50), minutes: z.number().positive().optional() }).optional(),
  ids: z.array(z.string().min(1)).default([]),
  turns: z.union([z.int(), z.array(z.int())]).optional(),
  steps: z
    .array(
      z.discriminatedUnion('do', [
        z.strictObject({ do: z.literal('read'), path: z.string() }),
        z.strictObject({ do: z.literal('run'), command: z.string() }),
      ]),
    )
    .optional(),
});

const parse = (source: string | Uint8Array) =>
  parseYaml(source, { file: 'a/runner.yaml', schema, code: 'RUNNER_INVALID' });
const GOOD = 'name: a\nkind: fix\n';

test('a good file becomes its value, with defaults, and knows its places', () => {
  const { value, placeOf } = parse('# first\nname: a\nkind: fix\nlimits: { turns: 3 }\n');
  expect(value).toEqual({ name: 'a', kind: 'fix', limits: { turns: 3 }, ids: [] });
  expect(placeOf(['limits', 'turns'])).toBe('a/runner.yaml:4:18');
  expect(placeOf(['ids'])).toBe('a/runner.yaml:2:1');
});

test('every wrong value is named with its place, what it must be, what it is and a fix, in order', async () => {
  const source = [
    'name: A',
    'kind: fex',
    'limits:',
    '  turns: ten',
    '  minuts: 1',
    'ids: [a, 2, ""]',
    'turns: [1, x]',
    'steps:',
    '  - { do: wait }',
    '  - { do: read, path: [] }',
    '  - { do: run }',
  ].join('\n');
  expect(await linesOf(() => parse(source))).toEqual([
    'a/runner.yaml:1:7 name must be lower-case letters; got "A"',
    'a/runner.yaml:2:7 kind must be one of fix, feature; got "fex"; did you mean `fix`?',
    'a/runner.yaml:4:10 limits.turns must be a whole number; got "ten"',
    'a/runner.yaml:5:3 unknown key `minuts` in limits; did you mean `minutes`?',
    'a/runner.yaml:6:10 ids[1] must be text; got 2; put quotes around it: "2"',
    'a/runner.yaml:6:13 ids[2] must be not empty; got ""',
    'a/runner.yaml:7:12 turns[1] must be a whole number; got "x"',
    'a/runner.yaml:9:11 steps[0].do must be one of read, run; got "wait"',
    'a/runner.yaml:10:23 steps[1].path must be text; got an empty list',
    'a/runner.yaml:11:5 steps[2].command must be text; got nothing; write text for it',
  ]);
});

test.each([
  [
    'a missing key is placed at its parent',
    'name: a\nkind: fix\nlimits:\n  minutes: 1\n',
    '4:3 limits.turns must be a whole number; got nothing',
  ],
  ['an empty value is placed at its key', 'name:\nkind: fix\n', '1:1 name must be text; got nothing'],
  [
    'a key near none lists all',
    `${GOOD}colour: red\n`,
    '3:1 unknown key `colour`; the known keys are name, kind, limits, ids, turns, steps',
  ],
  ['a mistyped key', `${GOOD}limts: {}\n`, '3:1 unknown key `limts`; did you mean `limits`?'],
  ['a prototype key', `${GOOD}__proto__: { a: 1 }\n`, '3:1 unknown key `__proto__`'],
  ['too large', `${GOOD}limits: { turns: 51 }\n`, '3:18 limits.turns must be at most 50; got 51'],
  ['absurdly large', `${GOOD}limits: { turns: 1e300 }\n`, '3:18 limits.turns must be at most 50; got 1e+300'],
  ['not a number', `${GOOD}limits: { turns: .nan }\n`, '3:18 limits.turns must be a'],
  ['zero', `${GOOD}limits: { turns: 1, minutes: 0 }\n`, '3:30 limits.minutes must be more than 0; got 0'],
  [
    'a quoted number',
    `${GOOD}limits: { turns: "40" }\n`,
    '3:18 limits.turns must be a whole number; got "40"; write 40',
  ],
  ['a scalar for a list', `${GOOD}ids: a\n`, '3:6 ids must be a list; got "a"; write a list: ["a"]'],
  ['neither branch of a union', `${GOOD}turns: x\n`, '3:8 turns must be a whole number or a list; got "x"'],
  ['a top-level list', '- a\n- b\n', '1:1 the file must be a map; got a list of 2'],
  ['a lone word', 'hello', '1:1 the file must be a map; got "hello"'],
  ['an empty file', '', '1:1 the file must be a map; got nothing'],
  ['only comments', '# nothing\n', ':1 the file must be a map; got nothing'],
  [
    'a date stays text under a 1.1 directive',
    '%YAML 1.1\n---\nname: 2026-01-01\nkind: fix\n',
    '3:7 name must be lower-case letters; got "2026-01-01"',
  ],
  ['a key that is there twice', `${GOOD}name: b\n`, '3:1 the key `name` is there twice; keep one'],
  [
    'a tab as indentation',
    `${GOOD}limits:\n\tturns: 1\n`,
    '4:1 not valid YAML: tabs are not allowed as indentation; indent with spaces',
  ],
  ['a key that is a list', `${GOOD}? [a]\n: 1\n`, '3:3 not valid YAML'],
  ['an unknown tag', `${GOOD}ids: !js [a]\n`, '3:6 not valid YAML: unresolved tag: !js; remove the tag'],
  ['a second document', `${GOOD}---\nname: b\n`, '4:1 a second document; keep one document in a file'],
  ['an unclosed quote', 'name: "a\nkind: fix', '2:10 not valid YAML: missing closing "quote'],
  ['an alias to nothing', `${GOOD}ids: [*x]\n`, '3:7 the alias `*x` names no anchor above it'],
  ['an alias to itself', `${GOOD}ids: &x [*x]\n`, '3:10 the alias `*x` contains itself'],
  ['a NUL', 'name: a\nkind: f\0x\n', '2:8 the file contains the control character U+0000; remove it'],
  ['an escape sequence', 'name: \u001b[31ma\n', '1:7 the file contains the control character U+001B; remove it'],
  [
    'bytes that are not UTF-8',
    Buffer.from('name: a\nkind: \xff\xfe\n', 'latin1'),
    '2:7 the file is not UTF-8; save it as UTF-8',
  ],
  ['UTF-16', Buffer.from('\uFEFFname: a', 'utf16le'), '1:1 the file is not UTF-8; save it as UTF-8'],
  ['10 MB', 'a'.repeat(10_000_000), '1:1 the file is 9.5 MiB large; keep it under 1 MiB'],
])('%s is a coded problem', async (_, source, expected) => {
  const problems = await problemsOf(() => parse(source));
  expect(problems.every(({ code }) => code === 'RUNNER_INVALID')).toBe(true);
  expect((await linesOf(() => parse(source)))[0]).toContain(expected);
  expect(problems[0]?.place).toMatch(/^a\/runner\.yaml:\d+:\d+$/);
});

test('a byte order mark is no problem', () => {
  expect(parse(Buffer.from(`\uFEFF${GOOD}`)).value.name).toBe('a');
});

test('an alias is followed, also for places', async () => {
  expect(parse('name: &n a\nkind: fix\nids: [*n]\n').value.ids).toEqual(['a']);
  const source = 'name: a\nkind: fix\nlimits: &l { turns: 1, x: 1 }\nsteps: [*l]\n';
  expect((await linesOf(() => parse(source))).join('\n')).toContain('4:9 steps[0].do must be one of read, run');
});

test('aliases that multiply are refused at once', async () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level++) {
    bomb.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  expect((await linesOf(() => parse(bomb.join('\n'))))[0]).toContain('its aliases multiply');
  expect((await linesOf(() => parse(`name: &n a\nids: [${'*n, '.repeat(5000)}]`)))[0]).toContain(
    'more than 100 aliases',
  );
});

test.each(['[', '- ', '? ', 'a: ', '{a: ', '[{', '- ? '])(
  '200,000 times %j ends in a problem, not in a crash',
  async (piece) => {
    expect(await linesOf(() => parse(piece.repeat(200_000)))).toEqual([
      expect.stringMatching(/^a\/runner\.yaml:1:\d+ the file is nested too deeply; flatten it$/),
    ]);
  },
);

test('a file of mistakes is cut short, and says how many are left', async () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join('\n');
  const problems = await problemsOf(() => parse(keys));
  expect(problems).toHaveLength(50);
  expect(problems[0]?.problem).toMatch(/\(and 9952 more problems in this file\)$/);
});

test('an error tells its code', () => {
  try {
    parse('');
    expect.fail();
  } catch (error) {
    expect(hasCode(error, 'RUNNER_INVALID')).toBe(true);
  }
});
