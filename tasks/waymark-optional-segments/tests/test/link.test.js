import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LinkError, Router } from '../src/index.js';

const handler = () => ({ status: 200 });
const router = new Router()
  .get('/', handler, { name: 'home' })
  .get('/posts/:id', handler, { name: 'post' })
  .get('/files/:disk/*path', handler, { name: 'file' })
  .get('/über uns', handler, { name: 'about' });

const openArchive = () =>
  new Router()
    .get('/archive/:year/:month?/:day?', handler, { name: 'archive' })
    .get('/browse/:disk?/*path?', handler, { name: 'browse' });

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

  test('optional segments are filled in from the left', () => {
    const router = openArchive();
    assert.equal(router.link('archive', { year: 2026, month: 5, day: 17 }), '/archive/2026/5/17');
    assert.equal(router.link('archive', { year: 2026, month: 5 }), '/archive/2026/5');
    assert.equal(router.link('archive', { year: 2026 }), '/archive/2026');
    assert.equal(router.link('archive', { year: 2026, month: 0 }), '/archive/2026/0');
  });

  test('whatever counts as missing is left out, from the query as well', () => {
    const router = openArchive();
    assert.equal(router.link('archive', { year: 2026, month: null, day: undefined }), '/archive/2026');
    assert.equal(router.link('archive', { year: 2026, month: '', page: 2 }), '/archive/2026?page=2');
    assert.equal(router.link('archive', { year: 2026, month: 5, day: '', q: '' }), '/archive/2026/5?q=');
  });

  test('a gap is an error', () => {
    const router = openArchive();
    assert.throws(() => router.link('archive', { year: 2026, day: 17 }), /archive: "month" is missing/);
    assert.throws(() => router.link('archive', { year: 2026, month: '', day: 17 }), /archive: "month" is missing/);
    assert.throws(() => router.link('browse', { path: 'a' }), /browse: "disk" is missing/);
  });

  test('the others must have a value', () => {
    const router = openArchive();
    assert.throws(() => router.link('archive', { month: 5 }), /archive: "year" is missing/);
    assert.throws(() => router.link('archive'), /archive: "year" is missing/);
  });

  test('an optional rest', () => {
    const router = openArchive();
    assert.equal(router.link('browse', { disk: 'c', path: 'a b/c' }), '/browse/c/a%20b/c');
    assert.equal(router.link('browse', { disk: 'c/d' }), '/browse/c%2Fd');
    assert.equal(router.link('browse'), '/browse');
  });
});
