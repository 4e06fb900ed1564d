import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse, stringify } from '../src/index.js';

describe('stringify', () => {
  test('writes values before sections', () => {
    assert.equal(stringify({ server: { port: 80 }, debug: true }), 'debug = true\n\n[server]\nport = 80\n');
  });

  test('writes nested sections with their full path', () => {
    assert.equal(stringify({ a: { b: { c: 'd' } } }), '[a.b]\nc = d\n');
  });

  test('keeps an empty section', () => {
    assert.equal(stringify({ empty: {} }), '[empty]\n');
  });

  test('writes a list as one line an item', () => {
    assert.equal(stringify({ tags: ['x', 'y z'] }), 'tags[] = x\ntags[] = y z\n');
  });

  test('quotes text that a reader would change', () => {
    assert.equal(stringify({ a: ' padded ' }), 'a = " padded "\n');
    assert.equal(stringify({ a: 'one\ntwo' }), 'a = "one\\ntwo"\n');
    assert.equal(stringify({ a: 'x ; y' }), 'a = "x ; y"\n');
  });

  test('leaves ordinary text unquoted', () => {
    assert.equal(stringify({ a: 'red#1' }), 'a = red#1\n');
    assert.equal(stringify({ a: "don't" }), "a = don't\n");
  });

  test('quotes keywords for a typed reader only', () => {
    assert.equal(stringify({ a: 'true' }), 'a = true\n');
    assert.equal(stringify({ a: 'true' }, { typed: true }), 'a = "true"\n');
  });

  test('refuses names that a reader would not find again', () => {
    assert.throws(() => stringify({ 'a=b': '1' }), /can't be written as a key/);
    assert.throws(() => stringify({ 'a.b': {} }), /can't be written as a section/);
  });

  test('text survives a round trip', () => {
    const before = { title: 'He said "hi"', path: 'C:\\dir', note: 'tab\tand\nline', list: [' a', 'b'] };
    assert.deepEqual(parse(stringify(before)), before);
  });
});
