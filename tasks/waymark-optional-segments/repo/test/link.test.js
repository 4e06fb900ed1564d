import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LinkError, Router } from '../src/index.js';

const handler = () => ({ status: 200 });
const router = new Router()
  .get('/', handler, { name: 'home' })
  .get('/posts/:id', handler, { name: 'post' })
  .get('/files/:disk/*path', handler, { name: 'file' })
  .get('/über uns', handler, { name: 'about' });

describe('link', () => {
  test('fills in values', () => {
    assert.equal(router.link('home'), '/');
    assert.equal(router.link('post', { id: 7 }), '/posts/7');
    assert.equal(router.link('post', { id: 0 }), '/posts/0');
  });

  test('encodes values and text', () => {
    assert.equal(router.link('post', { id: 'a b/c?' }), '/posts/a%20b%2Fc%3F');
    assert.equal(router.link('file', { disk: 'c', path: 'a b/c?' }), '/files/c/a%20b/c%3F');
    assert.equal(router.link('about'), '/%C3%BCber%20uns');
  });

  test('what is left becomes the query', () => {
    assert.equal(router.link('post', { page: 2, id: 7, q: 'a&b', empty: '' }), '/posts/7?page=2&q=a%26b&empty=');
    assert.equal(router.link('home', { tag: ['x', 'y'], none: null, gone: undefined }), '/?tag=x&tag=y');
  });

  test('a missing value is an error', () => {
    assert.throws(() => router.link('post'), LinkError);
    assert.throws(() => router.link('post', { id: '' }), LinkError);
    assert.throws(() => router.link('file', { path: 'x' }), /file: "disk" is missing/);
  });

  test('the route must exist', () => {
    assert.throws(() => router.link('nowhere'), LinkError);
  });
});
