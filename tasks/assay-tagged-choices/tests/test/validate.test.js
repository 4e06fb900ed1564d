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

describe('validate choices', () => {
  const shape = {
    type: 'choice',
    by: 'kind',
    cases: {
      circle: { type: 'record', fields: { radius: { type: 'number', min: 0 } } },
      label: { type: 'record', fields: { text: { type: 'text' } }, open: true },
    },
  };

  test('the tag says what else there has to be', () => {
    assert.deepEqual(show(shape, { kind: 'circle', radius: 1 }), []);
    assert.deepEqual(show(shape, { radius: 1, kind: 'circle' }), []);
    assert.deepEqual(show(shape, { kind: 'label', text: 'x' }), []);
    assert.deepEqual(show(shape, { kind: 'label', radius: 1 }), ['/text missing']);
  });

  test('problems come in the order of the case', () => {
    assert.deepEqual(show(shape, { text: 'x', radius: -1, kind: 'circle', more: 1 }), [
      '/radius min',
      '/text unknown',
      '/more unknown',
    ]);
  });

  test('without a known tag nothing else is looked at', () => {
    assert.deepEqual(show(shape, { radius: 'x' }), ['/kind missing']);
    assert.deepEqual(show(shape, { kind: undefined, radius: 'x' }), ['/kind missing']);
    assert.deepEqual(show(shape, { kind: null, radius: 'x' }), ['/kind null']);
    assert.deepEqual(validate(shape, { kind: 7, radius: 'x' }), [{ path: '/kind', code: 'type', expected: 'text' }]);
    assert.deepEqual(validate(shape, { kind: 'square', radius: 'x' }), [
      { path: '/kind', code: 'case', allowed: ['circle', 'label'] },
    ]);
    assert.deepEqual(show(shape, { kind: '' }), ['/kind case']);
  });

  test('names of inherited properties are no cases', () => {
    assert.deepEqual(show(shape, { kind: 'constructor' }), ['/kind case']);
    assert.deepEqual(show(shape, { kind: 'toString' }), ['/kind case']);
    const odd = { type: 'choice', by: 'constructor', cases: { toString: { type: 'record', fields: {} } } };
    assert.deepEqual(show(odd, {}), ['/constructor missing']);
    assert.deepEqual(show(odd, { constructor: 'toString' }), []);
  });

  test('anything but an object is no object', () => {
    assert.deepEqual(validate(shape, 'circle'), [{ path: '', code: 'type', expected: 'record' }]);
    assert.deepEqual(show(shape, []), [' type']);
    assert.deepEqual(show(shape, null), [' null']);
    assert.deepEqual(show({ ...shape, nullable: true }, null), []);
    assert.deepEqual(show(shape, undefined), [' missing']);
    assert.deepEqual(show({ ...shape, optional: true }, undefined), []);
  });

  test('otherwise is for objects without the tag', () => {
    const schema = { ...shape, otherwise: 'circle' };
    assert.deepEqual(show(schema, { radius: 1 }), []);
    assert.deepEqual(show(schema, { radius: -1, text: 'x' }), ['/radius min', '/text unknown']);
    assert.deepEqual(show(schema, {}), ['/radius missing']);
    assert.deepEqual(show(schema, { kind: undefined, radius: 1 }), []);
    assert.deepEqual(show(schema, { kind: null, radius: 1 }), ['/kind null']);
    assert.deepEqual(show(schema, { kind: 'square', radius: 1 }), ['/kind case']);
    assert.deepEqual(show(schema, { kind: 'label', text: 1 }), ['/text type']);
  });

  test('inside of other things', () => {
    const drawing = { type: 'map', values: { type: 'list', items: shape } };
    assert.deepEqual(show(drawing, { 'a/b': [{ kind: 'circle', radius: 1 }, { kind: 'circle' }, { kind: 'x' }, 5] }), [
      '/a~1b/1/radius missing',
      '/a~1b/2/kind case',
      '/a~1b/3 type',
    ]);
  });

  test('a tag with a slash', () => {
    const schema = { ...shape, by: 'a/b' };
    assert.deepEqual(show(schema, { 'a/b': 'circle', kind: 'x', radius: 1 }), ['/kind unknown']);
    assert.deepEqual(show(schema, { kind: 'circle' }), ['/a~1b missing']);
  });
});
