import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { breaking } from '../src/index.js';

/** Reasons as `path reason`. */
const show = (before, after) => breaking(before, after).map(({ path, reason }) => `${path} ${reason}`);

const text = { type: 'text' };

describe('breaking', () => {
  test('nothing has changed', () => {
    const schema = { type: 'record', fields: { a: text, b: { type: 'list', items: { type: 'number', min: 1 } } } };
    assert.deepEqual(show(schema, schema), []);
  });

  test('limits', () => {
    assert.deepEqual(show({ ...text, min: 1 }, { ...text, min: 2, max: 5 }), [' higher minimum', ' lower maximum']);
    assert.deepEqual(show({ ...text, min: 2, max: 5 }, { ...text, min: 1 }), []);
    assert.deepEqual(show({ type: 'number' }, { type: 'number', integer: true }), [' whole numbers only']);
  });

  test('texts', () => {
    assert.deepEqual(show({ ...text, oneOf: ['a', 'b'] }, { ...text, oneOf: ['b', 'c'] }), [' fewer texts']);
    assert.deepEqual(show({ ...text, oneOf: ['a'] }, { ...text, oneOf: ['b', 'a'] }), []);
    assert.deepEqual(show(text, { ...text, oneOf: ['a'], pattern: 'a' }), [' another pattern', ' fewer texts']);
  });

  test('missing and null', () => {
    assert.deepEqual(show({ ...text, optional: true, nullable: true }, text), [' required', ' no null']);
    assert.deepEqual(show({ ...text, optional: true }, { ...text, default: 'x' }), []);
  });

  test('inside', () => {
    const before = { type: 'map', values: { type: 'list', items: text } };
    const after = { type: 'map', values: { type: 'list', items: { type: 'number' } } };
    assert.deepEqual(show(before, after), ['/*/* another type']);
  });

  test('records', () => {
    const before = { type: 'record', fields: { 'a/b': text, c: text }, open: true };
    const after = { type: 'record', fields: { c: { ...text, min: 1 }, d: text, e: { ...text, optional: true } } };
    assert.deepEqual(show(before, after), [' closed', '/a~1b removed', '/c higher minimum', '/d required']);
    assert.deepEqual(show(before, { ...after, open: true }), ['/c higher minimum', '/d required']);
  });
});

describe('breaking choices', () => {
  const circle = { type: 'record', fields: { radius: { type: 'number' } } };
  const label = { type: 'record', fields: { text } };
  const shape = { type: 'choice', by: 'kind', cases: { circle, label } };
  const within = (schema) => ({ type: 'record', fields: { shape: schema } });

  test('nothing has changed, or there is more', () => {
    assert.deepEqual(show(shape, shape), []);
    assert.deepEqual(show(shape, { ...shape, otherwise: 'label', nullable: true }), []);
    assert.deepEqual(show({ ...shape, otherwise: 'label' }, { ...shape, otherwise: 'label' }), []);
    assert.deepEqual(show({ ...shape, cases: { circle } }, shape), []);
  });

  test('a case is gone', () => {
    assert.deepEqual(show(shape, { ...shape, cases: { circle } }), ['<label> removed']);
    assert.deepEqual(show(within(shape), within({ ...shape, cases: { label } })), ['/shape<circle> removed']);
    const odd = (cases) => ({ type: 'choice', by: 'kind', cases });
    assert.deepEqual(show(odd({ 'a/b~': circle, label }), odd({ label })), ['<a~1b~0> removed']);
    assert.deepEqual(show(odd({ constructor: circle, label }), odd({ label })), ['<constructor> removed']);
  });

  test('a case has changed', () => {
    const narrow = { type: 'record', fields: { radius: { type: 'number', min: 0 }, fill: text } };
    const after = { ...shape, cases: { label: { ...label, fields: {} }, circle: narrow } };
    assert.deepEqual(show(within(shape), within(after)), [
      '/shape<circle>/radius higher minimum',
      '/shape<circle>/fill required',
      '/shape<label>/text removed',
    ]);
    const open = { ...shape, cases: { circle: { ...circle, open: true }, label } };
    assert.deepEqual(show(open, shape), ['<circle> closed']);
    assert.deepEqual(show(shape, open), []);
  });

  test('another tag', () => {
    assert.deepEqual(
      show(within({ ...shape, otherwise: 'circle' }), within({ ...shape, by: 'type', cases: { circle } })),
      ['/shape another tag'],
    );
  });

  test('objects without the tag', () => {
    const before = { ...shape, otherwise: 'circle' };
    assert.deepEqual(show(within(before), within(shape)), ['/shape/kind required']);
    assert.deepEqual(show(before, { ...shape, otherwise: 'label' }), ['/kind another case']);
    assert.deepEqual(show(before, { ...shape, cases: { label } }), ['/kind required', '<circle> removed']);
    assert.deepEqual(show({ ...before, by: 'a/b' }, { ...shape, by: 'a/b' }), ['/a~1b required']);
  });

  test('the choice as a whole', () => {
    assert.deepEqual(show({ ...shape, optional: true, nullable: true }, shape), [' required', ' no null']);
    assert.deepEqual(show(circle, shape), [' another type']);
    assert.deepEqual(show(shape, circle), [' another type']);
  });
});
