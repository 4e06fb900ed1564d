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
