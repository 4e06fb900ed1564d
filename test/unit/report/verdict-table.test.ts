import { expect, it } from 'vitest';
import { renderAgreement } from '../../../src/report/judge-agreement.ts';
import { parseVerdicts } from '../../../src/report/verdict-table.ts';
import { agreementWithHumans } from '../../../src/stats/agreement-with-humans.ts';

const CSV = 'id,human,"a, b",c\n1,pass,success,0\r\n2,FAIL,failure,\n\n3,,1,1\n4,1,1,1\n';

it('reads CSV and JSON alike, and nothing into an empty cell', () => {
  const rows = parseVerdicts(CSV, 'v.csv');
  expect(rows).toEqual([
    { id: '1', human: 'pass', judges: { 'a, b': 'pass', c: 'fail' } },
    { id: '2', human: 'fail', judges: { 'a, b': 'fail', c: null } },
    { id: '3', human: null, judges: { 'a, b': 'pass', c: 'pass' } },
    { id: '4', human: 'pass', judges: { 'a, b': 'pass', c: 'pass' } },
  ]);
  const json = rows.map(({ id, human, judges }) => ({ id, human, ...judges }));
  expect(parseVerdicts(JSON.stringify(json), 'v.json')).toEqual(rows);
});

it('prints a line a judge', () => {
  expect(renderAgreement(agreementWithHumans(parseVerdicts(CSV, 'v.csv')))).toMatchInlineSnapshot(`
    "judge  agreement %  kappa [95 % interval]  success %  no verdict
    a, b        100.00   1.000 [1.000, 1.000]      66.67           0
    c            33.33   0.000 [0.000, 0.000]      33.33           1
    3 rows with a person's verdict, of which 66.67 % a success
    "
  `);
});

it('keeps to the bounds of kappa', () => {
  const csv = 'id,human,a\n1,1,1\n2,0,0\n3,1,0\n4,0,0\n5,1,1\n';
  expect(renderAgreement(agreementWithHumans(parseVerdicts(csv, 'v.csv')))).toMatch(/0\.615 \[-0\.007, 1\.000\]/);
});

it.each([
  ['id,human,a\n1,pass,maybe\n', /row 1: a must be pass, fail/],
  ['id,human,a\n1,pass,1\n1,pass,1\n', /row 2: the id "1" is empty or there twice/],
  ['id,a\n1,1\n', /rows with id and human/],
  ['id,human\n1,pass,1\n', /row 1 has 3 cells under 2 titles/],
  ['id,human\n1,pass\n', /a column of a judge/],
  ['id,human,a,a\n1,pass,0,1\n', /the title a is there twice/],
  ['id,human,\u001b[31m\n1,pass,x\n', /row 1: "\\u001b\[31m" must be pass/],
  ['[1]', /an array of objects/],
  ['', /rows with id and human/],
])('refuses %j', (source, message) => {
  expect(() => parseVerdicts(source, 'v')).toThrow(message);
});
