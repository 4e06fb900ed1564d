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
