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

const shape = {
  type: 'choice',
  by: 'kind',
  cases: {
    circle: { type: 'record', fields: { radius: { type: 'number', default: 1 }, page: { ...page, optional: true } } },
    label: { type: 'record', fields: { text: { type: 'text' } }, open: true },
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

  test('fills the case that the tag names', () => {
    assert.equal(json(fill(shape, { kind: 'circle' })), '{"kind":"circle","radius":1}');
    assert.equal(json(fill(shape, { kind: 'label' })), '{"kind":"label"}');
  });

  test('the tag comes first, then the fields, then the others', () => {
    assert.equal(
      json(fill(shape, { more: 1, page: {}, kind: 'circle' })),
      '{"kind":"circle","radius":1,"page":{"size":{"width":10},"tags":[]},"more":1}',
    );
  });

  test('adds the tag of the other case', () => {
    const schema = { ...shape, otherwise: 'circle' };
    assert.equal(json(fill(schema, {})), '{"kind":"circle","radius":1}');
    assert.equal(json(fill(schema, { radius: 5, kind: undefined })), '{"kind":"circle","radius":5}');
    assert.equal(json(fill(schema, { kind: 'label' })), '{"kind":"label"}');
    assert.equal(json(fill({ type: 'list', items: schema }, [{}, 'x'])), '[{"kind":"circle","radius":1},"x"]');
  });

  test('leaves an object without a known tag', () => {
    assert.equal(json(fill(shape, { radius: 5 })), '{"radius":5}');
    assert.equal(json(fill(shape, { kind: 'square' })), '{"kind":"square"}');
    assert.equal(json(fill(shape, { kind: 'constructor' })), '{"kind":"constructor"}');
    assert.equal(json(fill({ ...shape, otherwise: 'circle' }, { kind: null })), '{"kind":null}');
    assert.equal(json(fill(shape, [])), '[]');
    assert.equal(fill(shape, 'circle'), 'circle');
  });

  test('fills the default of a choice', () => {
    const schema = { ...shape, otherwise: 'circle', default: {} };
    assert.equal(json(fill(schema, undefined)), '{"kind":"circle","radius":1}');
    const value = { kind: 'circle' };
    fill(shape, value);
    assert.equal(json(value), '{"kind":"circle"}');
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

  test('keeps the tag and the fields of its case', () => {
    assert.equal(json(strip(shape, { text: 'x', radius: 2, kind: 'circle' })), '{"kind":"circle","radius":2}');
    assert.equal(json(strip(shape, { more: 1, text: 'x', kind: 'label' })), '{"kind":"label","text":"x","more":1}');
    assert.equal(
      json(strip(shape, { kind: 'circle', page: { title: 'x', y: 1 } })),
      '{"kind":"circle","page":{"title":"x"}}',
    );
  });

  test('adds no tag', () => {
    assert.equal(json(strip({ ...shape, otherwise: 'circle' }, { text: 'x', radius: 2 })), '{"radius":2}');
  });

  test('leaves an object without a known tag as it is', () => {
    assert.equal(json(strip(shape, { text: 'x', radius: 2 })), '{"text":"x","radius":2}');
    assert.equal(json(strip(shape, { kind: 'square', text: 'x' })), '{"kind":"square","text":"x"}');
    assert.equal(
      json(strip({ type: 'map', values: shape }, { a: 1, b: { kind: 'circle', x: 1 } })),
      '{"a":1,"b":{"kind":"circle"}}',
    );
  });
});
