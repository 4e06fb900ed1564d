import { describe, expect, test } from 'vitest';
import { parseJunit } from '../../../src/verify/reports/junit.ts';

const OPEN = '<testsuites><testsuite name="s">';
const CLOSE = '</testsuite></testsuites>';
const AFTER = '<testcase classname="c" name="after"/>';

function read(xml: string | Buffer) {
  const report = parseJunit(Buffer.from(xml as string));
  if (report.kind === 'malformed') throw new Error(report.reason);
  const statuses = report.results.map(({ id, status }) => `${id} ${status}`);
  return { statuses, unexplained: report.unexplained ?? [], results: report.results };
}
const statusesOf = (cases: string) => read(OPEN + cases + CLOSE).statuses;

describe('what stands in a text decides nothing', () => {
  const RED = ['c::red failed', 'c::after passed'];
  const says = (text: string) =>
    statusesOf(`<testcase classname="c" name="red"><failure>${text}</failure></testcase>${AFTER}`);
  test.each([
    ['an escape', '\x1b[31mred\x1b[0m'],
    ['a bell and a backspace', 'a\x07b\x08c'],
    ['NUL', 'a\0b'],
    ['a reference to an escape', '&#27;[31m and &#x1B; and &#0;'],
    ['an unknown entity', 'a&nbsp;b'],
    ['a bare ampersand', 'a & b && c; d'],
    ['the end of a CDATA section', 'a ]]> b'],
    ['a bare less-than', 'expected 3 < 2 but 1<2'],
    ['markup that nobody closes', 'expected <foo> was <bar baz>'],
    ['a testcase', '<testcase classname="c" name="forged"/>'],
    ['U+FFFE', 'a\uFFFEb'],
    ['a CDATA section with an escape', '<![CDATA[\x1b[31m <x> & </failure>]]>'],
  ])('%s in a failure', (_, text) => {
    expect(says(text)).toEqual(RED);
  });

  test('whatever element it is, of a test or a suite', () => {
    const text = 'a \x1b[0m & <b> &#7;';
    for (const name of ['error', 'system-out', 'system-err', 'skipped', 'anything']) {
      expect(statusesOf(`<testcase classname="c" name="x"><${name}>${text}</${name}></testcase>${AFTER}`)[1]).toBe(
        'c::after passed',
      );
      if (name !== 'error') expect(statusesOf(`<${name}>${text}</${name}>${AFTER}`)).toEqual(['c::after passed']);
    }
  });

  test('bytes that are no UTF-8', () => {
    const cut = Buffer.from(
      `${OPEN}<testcase classname="c" name="red"><failure>@</failure></testcase>${AFTER}${CLOSE}`,
    );
    cut[cut.indexOf('@')] = 0xff;
    expect(read(cut).statuses).toEqual(RED);
  });

  test('but an element that ends around it is malformed', () => {
    const report = parseJunit(Buffer.from(`${OPEN}<testcase name="x"><failure>a</testcase></failure>${CLOSE}`));
    expect(report).toMatchObject({ kind: 'malformed' });
    const whole = `${OPEN}<testcase name="x"><failure>a &amp; <![CDATA[b]]></failure></testcase>${CLOSE}`;
    for (let at = 0; at < whole.length; at += 1) {
      expect(parseJunit(Buffer.from(whole.slice(0, at))).kind).toBe('malformed');
    }
  });

  test('names with such characters keep one id', () => {
    const id = ['c::a\\x1b[31mb passed'];
    for (const name of ['a\x1b[31mb', 'a&#27;[31mb', 'a&#x1b;[31mb']) {
      expect(statusesOf(`<testcase classname="c" name="${name}"/>`)).toEqual(id);
    }
    expect(statusesOf('<testcase classname="c" name="a & b; c"/>')).toEqual(['c::a & b; c passed']);
  });
});

test('a failure keeps what it says', () => {
  const messages = read(
    `${OPEN}<testcase name="a"><failure message="1 != 2">at x:3</failure></testcase>
     <testcase name="b"><failure><![CDATA[2 != ]]>3</failure><system-out>loud</system-out></testcase>${CLOSE}`,
  ).results.map(({ message }) => message);
  expect(messages).toEqual(['1 != 2\\nat x:3', '2 != 3']);
});

test('encodings are those that are declared or marked', () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${OPEN}<testcase classname="c" name="größe"/>${CLOSE}`;
  const latin = Buffer.from(text('ISO-8859-1'), 'latin1');
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text('UTF-16'), 'utf16le')]);
  const bare = Buffer.from(text('UTF-16LE'), 'utf16le');
  for (const bytes of [latin, little, bare, Buffer.from(`\uFEFF${text('utf-8')}`), Buffer.from(text('x-unheard-of'))]) {
    expect(read(bytes).statuses).toEqual(['c::größe passed']);
  }
});

test('several documents in one report are read', () => {
  const one = (name: string) =>
    `<?xml version="1.0"?>\n<testsuite><testcase classname="c" name="${name}"/></testsuite>\n`;
  expect(read(one('a') + one('b')).statuses).toEqual(['c::a passed', 'c::b passed']);
  expect(read(`\uFEFF${one('a')}\uFEFF${one('a')}`).statuses).toEqual(['c::a passed', 'c::a#2 passed']);
  expect(parseJunit(Buffer.from(one('a') + one('b').slice(0, -5))).kind).toBe('malformed');
});

test('what was not run has not passed, however a runner says so', () => {
  for (const attributes of [
    'status="notrun" result="suppressed"',
    'status="run" result="skipped"',
    'status="disabled"',
    'status="Skipped"',
    'status="ignored"',
    'status="pending"',
    'skipped="true"',
    'executed="False"',
    'disabled="true"',
  ]) {
    expect(statusesOf(`<testcase classname="c" name="x" ${attributes}/>`)).toEqual(['c::x skipped']);
  }
  expect(statusesOf('<testcase classname="c" name="x"><disabled/></testcase>')).toEqual(['c::x skipped']);
  for (const status of ['run', 'passed', 'completed', '']) {
    expect(statusesOf(`<testcase classname="c" name="x" status="${status}"/>`)).toEqual(['c::x passed']);
  }
});

test('what failed has failed, however a runner says so', () => {
  for (const attributes of ['status="failed"', 'status="fail"', 'result="error"', 'success="False"']) {
    expect(statusesOf(`<testcase classname="c" name="x" ${attributes}/>`)).toEqual(['c::x failed']);
  }
  const within = (children: string) => statusesOf(`<testcase classname="c" name="x">${children}</testcase>`)[0];
  expect(within('<failure/><error/>')).toBe('c::x error');
  expect(within('<error/><failure/>')).toBe('c::x error');
  expect(within('<rerunFailure/>')).toBe('c::x failed');
  expect(within('<failure/><rerunFailure/>')).toBe('c::x failed');
  expect(within('<flakyFailure/>')).toBe('c::x passed');
  expect(within('<skipped/><failure/>')).toBe('c::x failed');
});

test('testcases stand in suites of any depth, or in none of their own', () => {
  const one = (name: string) => `<testcase classname="c" name="${name}"/>`;
  expect(
    read(`<testsuites>${one('a')}<testsuite>${one('b')}<testsuite>${one('d')}</testsuite></testsuite></testsuites>`)
      .statuses,
  ).toEqual(['c::a passed', 'c::b passed', 'c::d passed']);
  expect(statusesOf('<testcase file="t/a.js" name="x"/><testcase name="y"/>')).toEqual([
    't/a.js::x passed',
    '::y passed',
  ]);
});

test('failures that no test explains are told, once', () => {
  const suite = (attributes: string, cases: string) => `<testsuite name="s" ${attributes}>${cases}</testsuite>`;
  const red = '<testcase name="x"><failure/></testcase>';
  const told = (xml: string) => read(`<testsuites failures="1">${xml}</testsuites>`).unexplained;
  expect(told(suite('failures="1"', red))).toEqual([]);
  expect(told(suite('failures="1" errors="0"', AFTER))).toEqual(['the suite s counts a failure that no test explains']);
  expect(told(suite('failures="0" errors="2"', AFTER))).toEqual([
    'the suite s counts 2 failures that no test explains',
  ]);
  expect(told(suite('failures="2" errors="1"', red))).toEqual(['the suite s counts 2 failures that no test explains']);
  expect(told(suite('failures="1"', `${AFTER}<failure message="after all"/>`))).toEqual([
    'the suite s has a failure of its own',
  ]);
  expect(told(suite('failures="1"', '<testcase name=""><error/></testcase>'))).toEqual([
    'the suite s has a failure of its own',
  ]);
  // A runner that counts one test as both, or says nothing.
  expect(told(suite('failures="1" errors="1"', '<testcase name="x"><failure/><error/></testcase>'))).toEqual([]);
  expect(told(suite('failures="many"', red))).toEqual([]);
  expect(told(AFTER)).toEqual(['the suite  counts a failure that no test explains']);
});
