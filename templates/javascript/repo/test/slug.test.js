import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slug } from '../src/slug.js';

test('words are joined by a dash', () => {
  assert.equal(slug('one two 3'), 'one-two-3');
});

test('capital letters become small ones', () => {
  assert.equal(slug('Gymkhana'), 'gymkhana');
});
