import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fill, strip } from '../src/index.js';

const json = (value) => JSON.stringify(value);

const page = {
  type: 'record',
  fields: {
    title: { type: 'text' },
    size: { type: 'record', fields: { width: { type: 'number', default: 10 } }, default: {} },
    tags: { type: 'list', items: { type: 'text' }, default: [] },
    note: { type: 'text', optional: true },
  },
};

describe('fill', () => {
  test('adds defaults, in the order of the fields', () => {
    assert.equal(json(fill(page, { more: 1, title: 'x' })), '{"title":"x","size":{"width":10},"tags":[],"more":1}');
    assert.equal(json(fill(page, { size: { width: 5 } })), '{"size":{"width":5},"tags":[]}');
  });

  test('looks into lists and maps', () => {
    const schema = { type: 'map', values: { type: 'list', items: page.fields.size } };
    assert.equal(json(fill(schema, { a: [{}, { width: 1 }] })), '{"a":[{"width":10},{"width":1}]}');
  });

  test('leaves what is not valid', () => {
    assert.equal(fill(page, 'x'), 'x');
    assert.equal(fill(page, null), null);
    assert.equal(json(fill(page, { tags: 'x' })), '{"size":{"width":10},"tags":"x"}');
  });

  test('hands out copies', () => {
    const value = { title: 'x' };
    fill(page, value).tags.push('y');
    assert.equal(json(fill(page, value).tags), '[]');
    assert.equal(json(value), '{"title":"x"}');
  });
});

describe('strip', () => {
  test('drops unknown fields, in the order of the fields', () => {
    assert.equal(json(strip(page, { more: 1, size: { depth: 1 }, title: 'x' })), '{"title":"x","size":{}}');
    assert.equal(json(strip({ ...page, open: true }, { more: 1, title: 'x' })), '{"title":"x","more":1}');
  });

  test('leaves what is not valid', () => {
    assert.equal(strip(page, 5), 5);
    assert.equal(json(strip({ type: 'list', items: page }, [{ x: 1 }, 'x'])), '[{},"x"]');
  });
});
