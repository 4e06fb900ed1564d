import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describe as outline } from '../src/index.js';

describe('describe', () => {
  test('single types', () => {
    assert.equal(outline({ type: 'text' }), 'text');
    assert.equal(
      outline({ type: 'text', min: 1, max: 5, pattern: '^a' }),
      'text (at least 1, at most 5 characters; matches ^a)',
    );
    assert.equal(
      outline({ type: 'number', integer: true, max: 9, nullable: true }),
      'number (whole; at most 9; or null)',
    );
    assert.equal(
      outline({ type: 'boolean', default: false, label: 'on or off' }),
      'boolean (default false) - on or off',
    );
  });

  test('parts are indented', () => {
    const schema = {
      type: 'record',
      label: 'a page',
      fields: {
        title: { type: 'text', optional: true },
        tags: { type: 'list', max: 3, items: { type: 'text', oneOf: ['a', 'b'] } },
        links: { type: 'map', values: { type: 'record', open: true, fields: { href: { type: 'text' } } } },
      },
    };
    assert.deepEqual(outline(schema).split('\n'), [
      'record - a page',
      '  title: text (optional)',
      '  tags: list (at most 3 items)',
      '    each: text (one of a, b)',
      '  links: map',
      '    each: record (open)',
      '      href: text',
    ]);
  });

  test('choices', () => {
    const shape = {
      type: 'choice',
      by: 'kind',
      otherwise: 'circle',
      nullable: true,
      label: 'what to draw',
      cases: {
        circle: { type: 'record', fields: { radius: { type: 'number', min: 0 } } },
        label: { type: 'record', open: true, label: 'some text', fields: { text: { type: 'text' } } },
      },
    };
    assert.deepEqual(outline({ type: 'record', fields: { shape } }).split('\n'), [
      'record',
      '  shape: choice (by kind; otherwise circle; or null) - what to draw',
      '    kind circle: record',
      '      radius: number (at least 0)',
      '    kind label: record (open) - some text',
      '      text: text',
    ]);
  });

  test('a choice without more', () => {
    const shape = { type: 'choice', by: 'is', cases: { x: { type: 'record', fields: {} } }, default: { is: 'x' } };
    assert.equal(outline(shape), 'choice (by is; default {"is":"x"})\n  is x: record');
  });
});
