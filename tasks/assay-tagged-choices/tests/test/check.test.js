import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, SchemaError } from '../src/index.js';

/** The place that `check` complains about, or `fine`. */
function placeOf(schema) {
  try {
    check(schema);
  } catch (error) {
    if (error instanceof SchemaError) return error.path;
    throw error;
  }
  return 'fine';
}

const text = { type: 'text' };

describe('check', () => {
  test('returns the schema', () => {
    const schema = { type: 'record', fields: { a: text, b: { type: 'list', items: { type: 'number', min: 1 } } } };
    assert.equal(check(schema), schema);
    assert.equal(placeOf(schema), 'fine');
  });

  test('knows types', () => {
    assert.equal(placeOf({ type: 'date' }), '/type');
    assert.equal(placeOf({ type: 'constructor' }), '/type');
    assert.equal(placeOf({}), '/type');
    assert.equal(placeOf('text'), '');
  });

  test('knows the options of each type', () => {
    assert.equal(placeOf({ type: 'boolean', min: 1 }), '/min');
    assert.equal(placeOf({ type: 'text', optinal: true }), '/optinal');
    assert.equal(placeOf({ type: 'text', nullable: 1 }), '/nullable');
    assert.equal(placeOf({ type: 'text', pattern: '(' }), '/pattern');
    assert.equal(placeOf({ type: 'text', oneOf: [] }), '/oneOf');
    assert.equal(placeOf({ type: 'number', min: 2, max: 1 }), '/max');
  });

  test('looks inside', () => {
    assert.equal(placeOf({ type: 'list' }), '/items');
    assert.equal(placeOf({ type: 'map', values: { type: 'list', items: {} } }), '/values/items/type');
    assert.equal(placeOf({ type: 'record', fields: { 'a/b': { type: 'text', min: '1' } } }), '/fields/a~1b/min');
    assert.equal(placeOf({ type: 'record' }), '/fields');
  });

  test('a default must be valid', () => {
    assert.equal(placeOf({ type: 'number', default: '1' }), '/default');
    assert.equal(placeOf({ type: 'list', items: text, default: ['a', 1] }), '/default/1');
    assert.equal(placeOf({ type: 'record', fields: { a: { ...text, default: 'x' } }, default: {} }), 'fine');
    assert.equal(placeOf({ type: 'record', fields: { a: text }, default: {} }), '/default/a');
  });
});

describe('check of choices', () => {
  const circle = { type: 'record', fields: { radius: { type: 'number', min: 0 } } };
  const choice = { type: 'choice', by: 'kind', cases: { circle, 'a/b': { type: 'record', fields: {} } } };
  const withCase = (record) => ({ ...choice, cases: { circle, other: record } });

  test('accepts them', () => {
    assert.equal(placeOf(choice), 'fine');
    assert.equal(placeOf({ ...choice, otherwise: 'a/b', optional: true, nullable: true, label: 'x' }), 'fine');
    assert.equal(placeOf({ type: 'list', items: choice }), 'fine');
    assert.equal(placeOf(withCase({ type: 'record', open: true, label: 'x', fields: { inner: choice } })), 'fine');
  });

  test('they need a tag and cases', () => {
    assert.equal(placeOf({ type: 'choice', cases: { circle } }), '/by');
    assert.equal(placeOf({ type: 'choice', by: 1, cases: { circle } }), '/by');
    assert.equal(placeOf({ type: 'choice', by: 'kind' }), '/cases');
    assert.equal(placeOf({ type: 'choice', by: 'kind', cases: [circle] }), '/cases');
    assert.equal(placeOf({ type: 'choice', by: 'kind', cases: {} }), '/cases');
    assert.equal(placeOf({ ...choice, fields: {} }), '/fields');
    assert.equal(placeOf({ ...circle, by: 'kind' }), '/by');
  });

  test('cases are records', () => {
    assert.equal(placeOf(withCase(text)), '/cases/other/type');
    assert.equal(placeOf(withCase(choice)), '/cases/other/type');
    assert.equal(placeOf(withCase(null)), '/cases/other');
    assert.equal(placeOf(withCase({ type: 'record' })), '/cases/other/fields');
    assert.equal(placeOf(withCase({ type: 'record', fields: { a: { type: 'x' } } })), '/cases/other/fields/a/type');
    assert.equal(placeOf({ ...choice, cases: { 'a/b': text } }), '/cases/a~1b/type');
  });

  test('what belongs to the choice is not said in a case', () => {
    assert.equal(placeOf(withCase({ ...circle, optional: true })), '/cases/other/optional');
    assert.equal(placeOf(withCase({ ...circle, nullable: true })), '/cases/other/nullable');
    assert.equal(placeOf(withCase({ ...circle, default: { radius: 1 } })), '/cases/other/default');
  });

  test('the tag is no field of a case', () => {
    assert.equal(placeOf(withCase({ type: 'record', fields: { kind: text } })), '/cases/other/fields/kind');
    assert.equal(placeOf({ type: 'choice', by: 'constructor', cases: { circle } }), 'fine');
    assert.equal(
      placeOf({ type: 'choice', by: 'a/b', cases: { x: { type: 'record', fields: { 'a/b': text } } } }),
      '/cases/x/fields/a~1b',
    );
  });

  test('otherwise names a case', () => {
    assert.equal(placeOf({ ...choice, otherwise: 'square' }), '/otherwise');
    assert.equal(placeOf({ ...choice, otherwise: 'constructor' }), '/otherwise');
    assert.equal(placeOf({ ...choice, otherwise: ['circle'] }), '/otherwise');
  });

  test('a default must be valid', () => {
    assert.equal(placeOf({ ...choice, default: { kind: 'circle', radius: 2 } }), 'fine');
    assert.equal(placeOf({ ...choice, default: { kind: 'circle', radius: -2 } }), '/default/radius');
    assert.equal(placeOf({ ...choice, default: { kind: 'square' } }), '/default/kind');
    assert.equal(placeOf({ ...choice, default: {} }), '/default/kind');
    assert.equal(placeOf({ ...choice, otherwise: 'a/b', default: {} }), 'fine');
  });
});
