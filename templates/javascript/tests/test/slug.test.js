import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slug } from '../src/slug.js';

test('words are joined by a dash', () => {
  assert.equal(slug('one two 3'), 'one-two-3');
});

test('capital letters become small ones', () => {
  assert.equal(slug('Gymkhana'), 'gymkhana');
});

test('several signs in a row make one dash', () => {
  assert.equal(slug('hello, world'), 'hello-world');
  assert.equal(slug('a -- b'), 'a-b');
});

test('there is no dash at either end', () => {
  assert.equal(slug('What now?'), 'what-now');
  assert.equal(slug('(aside)'), 'aside');
  assert.equal(slug('?!'), '');
});
