import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { explain, validate } from '../src/index.js';
import { MESSAGES } from '../src/messages.js';

describe('explain', () => {
  test('in English', () => {
    const schema = {
      type: 'record',
      fields: { name: { type: 'text', min: 1 }, tags: { type: 'list', items: { type: 'text' }, max: 2 } },
    };
    assert.deepEqual(explain(validate(schema, { name: '', tags: ['a', 'b', 'c'], x: 1 })), [
      '/name: must have at least 1 character',
      '/tags: must have at most 2 items',
      '/x: is unknown',
    ]);
    assert.deepEqual(explain(validate(schema, 5)), ['must be an object']);
  });

  test('in German', () => {
    const schema = { type: 'list', items: { type: 'number', max: 5, nullable: false }, min: 4 };
    assert.deepEqual(explain(validate(schema, [7, 'x', null]), 'de'), [
      'muss mindestens 4 Einträge haben',
      '/0: muss höchstens 5 sein',
      '/1: muss eine Zahl sein',
      '/2: darf nicht null sein',
    ]);
  });

  test('every documented code has a text in every language', () => {
    const document = readFileSync(new URL('../docs/conventions.md', import.meta.url), 'utf8');
    const rows = document.split('\n').filter((line) => line.startsWith('| `'));
    const codes = rows.flatMap((line) => line.split('|')[1].match(/\w+/g)).sort();
    for (const language of ['en', 'de']) assert.deepEqual(Object.keys(MESSAGES[language]).sort(), codes);
  });
});
