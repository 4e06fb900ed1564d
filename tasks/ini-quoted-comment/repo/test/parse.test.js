import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IniError, parse } from '../src/index.js';

describe('structure', () => {
  test('reads keys before the first section into the root', () => {
    const config = parse('name = demo\n[server]\nport = 80');
    assert.equal(config.name, 'demo');
    assert.equal(config.server.port, '80');
  });

  test('nests dotted sections', () => {
    assert.equal(parse('[a.b]\nc = d').a.b.c, 'd');
  });

  test('comes back to a section that was open before', () => {
    const config = parse('[a]\nx = 1\n[b]\ny = 2\n[a]\nz = 3');
    assert.deepEqual(config, { a: { x: '1', z: '3' }, b: { y: '2' } });
  });

  test('a key without a value is true', () => {
    assert.equal(parse('verbose ; more output').verbose, true);
    assert.equal(parse('quiet ; level = 0').quiet, true);
  });

  test('collects lists', () => {
    assert.deepEqual(parse('tag[] = x\ntag[] = y').tag, ['x', 'y']);
  });

  test('accepts a byte order mark and every kind of line end', () => {
    assert.deepEqual(parse('\uFEFFa = 1\r\nb = 2\rc = 3\n'), { a: '1', b: '2', c: '3' });
  });

  test('splits at the first equals sign', () => {
    assert.equal(parse('query = a=b').query, 'a=b');
  });
});

describe('comments', () => {
  test('skips comment lines', () => {
    assert.deepEqual(parse('; one\n# two\na = 1'), { a: '1' });
  });

  test('cuts a comment at the end of a line', () => {
    assert.equal(parse('a = 1 ; one').a, '1');
    assert.equal(parse('a = 1\t# one').a, '1');
    assert.equal(parse('[s] ; section\na = 1').s.a, '1');
  });

  test('keeps a comment sign without white space before it', () => {
    assert.equal(parse('color = red#1').color, 'red#1');
    assert.equal(parse('list = a;b').list, 'a;b');
  });

  test('cuts a comment after a quoted value', () => {
    assert.equal(parse('a = "one two" ; both').a, 'one two');
  });

  test('an apostrophe inside a value is not a quote', () => {
    assert.equal(parse("answer = don't ; won't").answer, "don't");
  });
});

describe('quotes', () => {
  test('unescapes double quotes', () => {
    assert.equal(parse('a = "x\\ty\\n"').a, 'x\ty\n');
    assert.equal(parse('a = "say \\"hi\\""').a, 'say "hi"');
  });

  test('keeps unknown escapes', () => {
    assert.equal(parse('a = "C:\\dir"').a, 'C:\\dir');
  });

  test('takes single quotes literally', () => {
    assert.equal(parse("a = ' x\\ty '").a, ' x\\ty ');
  });

  test('keeps a quote that is not closed', () => {
    assert.equal(parse('height = 6"').height, '6"');
    assert.equal(parse('open = "abc ; note').open, '"abc');
  });

  test('keeps quotes that close before the end', () => {
    assert.equal(parse('title = "Dune" by Herbert').title, '"Dune" by Herbert');
  });

  test('keeps a comment sign inside double quotes', () => {
    assert.equal(parse('greeting = "hello ; world"').greeting, 'hello ; world');
  });
});

describe('options', () => {
  test('typed reads numbers and keywords', () => {
    const config = parse('a = 42\nb = -1.5e3\nc = false\nd = null\ne = 1.2.3', { typed: true });
    assert.deepEqual(config, { a: 42, b: -1500, c: false, d: null, e: '1.2.3' });
  });

  test('typed leaves quoted text alone', () => {
    assert.equal(parse('a = "42"', { typed: true }).a, '42');
  });

  test('duplicates', () => {
    assert.equal(parse('a = 1\na = 2').a, '2');
    assert.equal(parse('a = 1\na = 2', { duplicates: 'first' }).a, '1');
    assert.throws(() => parse('a = 1\na = 2', { duplicates: 'error' }), { name: 'IniError', line: 2 });
    assert.throws(() => parse('', { duplicates: 'none' }), TypeError);
  });
});

describe('errors', () => {
  test('name the line', () => {
    assert.throws(() => parse('a = 1\n[open'), (error) => error instanceof IniError && error.line === 2);
    assert.throws(() => parse('\n = 1'), { line: 2 });
  });

  test('refuse a value as a section, and the other way round', () => {
    assert.throws(() => parse('a = 1\n[a]'), /already a value/);
    assert.throws(() => parse('a = 1\na[] = 2'), /not a list/);
  });

  test('refuse __proto__', () => {
    assert.throws(() => parse('[__proto__]\nx = 1'), { line: 1 });
    assert.equal({}.x, undefined);
  });
});
