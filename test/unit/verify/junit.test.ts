import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJunit } from '../../../src/verify/reports/junit.ts';
import { parseReport } from '../../../src/verify/reports/report.ts';

const parse = (text: string) => parseJunit(Buffer.from(text));
const suite = (cases: string) =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite>${cases}</testsuite></testsuites>`;

function reasonOf(text: string | Buffer): string {
  const report = parseJunit(Buffer.from(text as string));
  return report.kind === 'malformed' ? report.reason : 'accepted';
}

test('every status of pytest is read', () => {
  const report = parse(
    suite(`
      <testcase classname="tests.test_a.T" name="test_ok" time="0.1" />
      <testcase classname="tests.test_a" name="test_p[a&gt;b]"><properties><property name="k" value="v"/></properties></testcase>
      <testcase classname="tests.test_a" name="test_no"><failure message="assert 1 == 2">text &lt;b&gt;</failure></testcase>
      <testcase classname="tests.test_a" name="test_no"><error message="failed on teardown">x</error></testcase>
      <testcase classname="tests.test_a" name="test_skip"><skipped type="pytest.skip" message="no">x</skipped></testcase>
      <testcase classname="tests.test_a" name="test_xf"><skipped type="pytest.xfail" message="" /></testcase>
      <testcase classname="tests.test_a" name="test_xp"><failure message="[XPASS(strict)] ">x</failure></testcase>
      <testcase classname="tests.test_a" name="test_both"><skipped/><failure message="f"/><error message="e"/><skipped/></testcase>
      <testcase classname="" name="tests.test_b"><error message="collection failure">x</error></testcase>
      <testcase classname="c" name="out"><system-out><![CDATA[<failure/>]]></system-out></testcase>`),
  );
  expect(report).toEqual({
    kind: 'ok',
    results: [
      { id: 'tests.test_a.T::test_ok', status: 'passed' },
      { id: 'tests.test_a::test_p[a>b]', status: 'passed' },
      { id: 'tests.test_a::test_no', status: 'failed', message: 'assert 1 == 2\\ntext <b>' },
      {
        id: 'tests.test_a::test_no#2',
        repeatOf: 'tests.test_a::test_no',
        status: 'error',
        message: 'failed on teardown\\nx',
      },
      { id: 'tests.test_a::test_skip', status: 'skipped', message: 'no' },
      { id: 'tests.test_a::test_xf', status: 'xfailed' },
      { id: 'tests.test_a::test_xp', status: 'xpassed', message: '[XPASS(strict)] \\nx' },
      { id: 'tests.test_a::test_both', status: 'error', message: 'e' },
      { id: '::tests.test_b', status: 'error', message: 'collection failure\\nx' },
      { id: 'c::out', status: 'passed' },
    ],
  });
});

test('anything but one well-formed document is malformed, with a reason', () => {
  const good = suite('<testcase classname="a" name="b"/>');
  expect(reasonOf(good)).toBe('accepted');
  for (let cut = 0; cut < good.length; cut += 1) expect(reasonOf(good.slice(0, cut))).not.toBe('accepted');
  expect(reasonOf(`${good}<x/>`)).toMatch(/root element x/);
  expect(reasonOf(`${good}trailing`)).toMatch(/outside of root/);
  expect(reasonOf(`${good}\0`)).toMatch(/outside of root/);
  expect(reasonOf('<testsuites><testsuite></testsuites></testsuite>')).toMatch(/close tag/);
  expect(reasonOf(`<!DOCTYPE x [<!ENTITY e "y">]>${suite('')}`)).toMatch(/well-formed|DOCTYPE/);
  expect(reasonOf('<!DOCTYPE testsuites [<!ENTITY e "y">]><testsuites/>')).toMatch(/doctype/);
  expect(reasonOf('<html/>')).toMatch(/root element html/);
  expect(reasonOf('<testcase name="x"/>')).toMatch(/outside a testsuite/);
  expect(reasonOf('')).toMatch(/no document/);
  expect(reasonOf(suite('<testcase name="a"><testcase name="b"/></testcase>'))).toMatch(/outside a testsuite/);
  expect(reasonOf(suite('<testcase classname="a"/>'))).toMatch(/no name/);
  expect(reasonOf(suite('<testcase name="a" name="b"/>'))).toMatch(/duplicate attribute/);
  expect(parseReport('junit', { kind: 'none' })).toEqual({ kind: 'malformed', reason: 'no report was written' });
});

test('depth, size and number have budgets', () => {
  const deep = 10_000;
  expect(reasonOf('<testsuite>'.repeat(deep) + '</testsuite>'.repeat(deep))).toMatch(/nested deeper/);
  expect(reasonOf(Buffer.alloc(128 * 1024 * 1024 + 1, 0x20))).toMatch(/larger than/);
  expect(reasonOf(suite('<testcase name="a"/>'.repeat(200_001)))).toMatch(/more than 200000 results/);
});

test('no bytes make the reader throw', () => {
  const good = Buffer.from(suite('<testcase classname="a" name="b"><failure message="m">t</failure></testcase>'));
  const mutation = fc.tuple(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(mutation, { maxLength: 5 }), (mutations) => {
      const bytes = Buffer.from(good);
      for (const [at, patch] of mutations) bytes.set(patch.subarray(0, bytes.length - at), at);
      expect(['ok', 'malformed']).toContain(parseJunit(bytes).kind);
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => parseJunit(Buffer.from(bytes)).kind === 'malformed'));
});

test('40,000 results are read, each with its own id', () => {
  const cases = Array.from(
    { length: 40_000 },
    (_, i) => `<testcase classname="tests.test_${i % 50}" name="test_${i}" time="0.001" />`,
  );
  const report = parseJunit(Buffer.from(suite(cases.join(''))));
  expect(report.kind === 'ok' && new Set(report.results.map(({ id }) => id)).size).toBe(40_000);
});
