import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { updateVerifyIds } from '../../../src/task/rewrite.ts';
import { problemsOf } from './problems.ts';
import { TASK_YAML } from './task-folder.ts';

type File = { verify: { id: string; failToPass: string[]; passToPass: string[] }[] };

test('only the two lists change; comments stay, also those of an id that stays', () => {
  const ids = { failToPass: ['t.js::a', 't.js::b: #1'], passToPass: ['t.js::new', 'test/parse.test.js::sections'] };
  const expected = TASK_YAML.replace(
    '    failToPass: ["test/parse.test.js::trailing comment"]\n',
    '    failToPass: [t.js::a, "t.js::b: #1"]\n',
  ).replace(
    /( {6}# always worked\n)[\s\S]*?( {4}policy)/,
    '$1      - t.js::new\n      - "test/parse.test.js::sections" # since 0.1\n$2',
  );
  expect(updateVerifyIds(TASK_YAML, new Map([['tests', ids]]))).toBe(expected);
});

test('the same ids leave the text alone', () => {
  const { failToPass, passToPass } = (parse(TASK_YAML) as File).verify[0]!;
  expect(updateVerifyIds(TASK_YAML, new Map([['tests', { failToPass, passToPass }]]))).toBe(TASK_YAML);
});

const FORMS: Record<string, string> = {
  block: TASK_YAML,
  flow: 'verify: # w\n  - { id: other, failToPass: [x], passToPass: [] }\n  - { id: tests, failToPass: [], passToPass: [a, b], minutes: 2 } # end\nreward: tests\n',
  'without the lists': 'verify:\n  - id: tests # name\n    minutes: 2 # two\n# end\n',
  'flow without the lists': 'verify: [{ id: tests, minutes: 2 }]\n',
  'id only': 'verify:\n- id: tests\nreward: tests\n',
  'empty values': 'verify:\n  - failToPass: # todo\n    id: tests\n    passToPass:\n',
  'lists at the indent of their key':
    'verify:\n- id: tests\n  failToPass:\n  - a\n  - b # last\n\n  # next\n  passToPass:\n  - c\n\nreward: tests',
  anchors:
    'verify:\n  - id: tests\n    failToPass: &ids # both\n      - &first a\n      - b\n    passToPass: &none []\nreward: tests\n',
  'windows lines':
    'verify:\r\n  - id: tests # x\r\n    failToPass:\r\n      - a\r\n    passToPass: [ b,\r\n      c ]\r\nreward: tests\r\n',
};
const id = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('a', 'b', '- x', '# no', 'yes', '1', 'null', 'two\nlines', '{', ' pad '),
);
const list = fc.uniqueArray(id, { maxLength: 5 });

test.each(Object.entries(FORMS))(
  'any ids are written into a file of the form "%s", and nothing else changes',
  (_, text) => {
    const comments = (yaml: string) => yaml.split('\n').flatMap((line) => /#\s\w+/.exec(line)?.[0] ?? []);
    fc.assert(
      fc.property(list, list, (failToPass, passToPass) => {
        const before = parse(text) as File;
        const written = updateVerifyIds(text, new Map([['tests', { failToPass, passToPass }]]));
        const verify = before.verify.map((spec) => (spec.id === 'tests' ? { ...spec, failToPass, passToPass } : spec));
        expect(parse(written)).toEqual({ ...before, verify });
        const outside = comments(text.replace(/# (always|since|todo|last).*/g, ''));
        for (const comment of outside) expect(written).toContain(comment);
      }),
      { numRuns: 60 },
    );
  },
);

test('an unknown verifier is a coded error', async () => {
  const ids = { failToPass: [], passToPass: [] };
  expect(await problemsOf(() => updateVerifyIds(TASK_YAML, new Map([['slow', ids]])))).toMatchObject([
    { code: 'TASK_INVALID' },
  ]);
});

test('a list that is an alias is written out, and one that others name changes only with them', async () => {
  const text = (second: string) =>
    `verify:\n  - id: one\n    failToPass: &ids\n      - a\n    passToPass: *ids\n  - id: two\n    failToPass: ${second}\n    passToPass: []\n`;
  const one = { failToPass: ['a', 'b'], passToPass: ['a'] };
  const written = parse(updateVerifyIds(text('[x]'), new Map([['one', one]]))) as File;
  expect(written.verify).toEqual([
    { id: 'one', ...one },
    { id: 'two', failToPass: ['x'], passToPass: [] },
  ]);
  const refused = await problemsOf(() => updateVerifyIds(text('*ids'), new Map([['one', one]])));
  expect(refused).toMatchObject([{ code: 'TASK_INVALID', problem: expect.stringContaining('alias') }]);
  const two = { failToPass: ['c'], passToPass: [] };
  const both = new Map([
    ['one', one],
    ['two', two],
  ]);
  expect((parse(updateVerifyIds(text('*ids'), both)) as File).verify[1]).toEqual({ id: 'two', ...two });
});
