import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { validate } from '../src/index.js';

/** Problems as `path code`. */
const show = (schema, value) => validate(schema, value).map(({ path, code }) => `${path} ${code}`);

const person = {
  type: 'record',
  fields: { name: { type: 'text', min: 1 }, age: { type: 'number', integer: true, optional: true } },
};

describe('validate', () => {
  test('texts', () => {
    const schema = { type: 'text', min: 2, max: 3, pattern: '^a' };
    assert.deepEqual(show(schema, 'ab'), []);
    assert.deepEqual(show(schema, 'b'), [' min', ' pattern']);
    assert.deepEqual(show(schema, 'a🙂🙂'), []);
    assert.deepEqual(validate({ type: 'text', oneOf: ['a', 'b'] }, 'c'), [
      { path: '', code: 'oneOf', allowed: ['a', 'b'] },
    ]);
  });

  test('numbers', () => {
    const schema = { type: 'number', min: 1, max: 5, integer: true };
    assert.deepEqual(show(schema, 5), []);
    assert.deepEqual(show(schema, 0.5), [' min', ' integer']);
    assert.deepEqual(show(schema, Number.NaN), [' type']);
  });

  test('missing and null', () => {
    assert.deepEqual(show({ type: 'text' }, undefined), [' missing']);
    assert.deepEqual(show({ type: 'text', optional: true }, undefined), []);
    assert.deepEqual(show({ type: 'text', default: 'x' }, undefined), []);
    assert.deepEqual(show({ type: 'text', optional: true }, null), [' null']);
    assert.deepEqual(show({ type: 'text', nullable: true }, null), []);
  });

  test('lists and maps', () => {
    assert.deepEqual(show({ type: 'list', items: { type: 'number' }, min: 3 }, [1, 'a']), [' min', '/1 type']);
    assert.deepEqual(show({ type: 'map', values: { type: 'number' } }, { 'a/b': 'x', c: 1, 'd~': null }), [
      '/a~1b type',
      '/d~0 null',
    ]);
    assert.deepEqual(show({ type: 'map', values: { type: 'number' } }, []), [' type']);
  });

  test('records', () => {
    assert.deepEqual(show(person, { name: 'ada' }), []);
    assert.deepEqual(show(person, { zip: 1, age: 1.5, hat: undefined, eye: 2 }), [
      '/name missing',
      '/age integer',
      '/zip unknown',
      '/eye unknown',
    ]);
    assert.deepEqual(show({ ...person, open: true }, { name: 'ada', zip: 1 }), []);
  });

  test('own properties only', () => {
    const schema = { type: 'record', fields: { constructor: { type: 'text' } } };
    assert.deepEqual(show(schema, {}), ['/constructor missing']);
    assert.deepEqual(show(person, { name: 'ada', toString: 'x' }), ['/toString unknown']);
  });
});
