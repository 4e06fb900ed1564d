import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PatternError, Router } from '../src/index.js';

const handler = () => ({ status: 200 });
const refuses = (...patterns) => {
  for (const pattern of patterns) assert.throws(() => new Router().get(pattern, handler), PatternError, pattern);
};

describe('patterns', () => {
  test('start with a slash', () => {
    refuses('', 'posts', ':id');
  });

  test('have segments that can be read', () => {
    refuses('/a//b', '/:', '/*', '/:1', '/a:b', '/a*', '/:a-b', '/what?');
  });

  test('match several segments at the end only', () => {
    refuses('/*rest/a', '/*a/*b');
  });

  test('use a name once', () => {
    refuses('/:a/:a', '/:a/*a');
  });

  test('come back as they were', () => {
    const router = new Router().get('/posts/:id/', handler).post('/posts', handler, { name: 'create' });
    assert.deepEqual(router.routes(), [
      { method: 'GET', pattern: '/posts/:id/', name: undefined },
      { method: 'POST', pattern: '/posts', name: 'create' },
    ]);
    assert.equal(router.routes().length, 2);
  });

  test('of one shape need different methods', () => {
    const router = new Router().get('/posts/:id', handler);
    assert.throws(() => router.get('/posts/:slug', handler), /GET \/posts\/:id has the same shape/);
    router.put('/posts/:slug', handler).get('/posts/*path', handler).get('/posts/new', handler);
    assert.equal(router.routes().length, 4);
  });

  test('a name belongs to one route', () => {
    const router = new Router().get('/a', handler, { name: 'a' });
    assert.throws(() => router.post('/b', handler, { name: 'a' }), PatternError);
    assert.equal(router.handle({ method: 'POST', path: '/b' }).status, 404);
  });

  test('a question mark belongs to a variable', () => {
    refuses('/a?', '/?', '/:?', '/*?', '/:a??', '/:a?b', '/a/:?b');
  });

  test('only optional segments follow an optional one', () => {
    refuses('/:a?/b', '/:a?/:b', '/x/:a?/*b', '/:a?/:b?/c', '/:a?/b/:c?', '/*a?/:b?');
    const router = new Router().get('/:a/:b?/:c?/*d?', handler);
    assert.equal(router.routes().length, 1);
  });

  test('an optional name is used once as well', () => {
    refuses('/:a/:a?', '/:a?/*a?', '/:a?/:b?/:a?');
  });

  test('a route with optional segments is listed once, as it was written', () => {
    const router = new Router().get('/x', handler).get('/posts/:year/:month?/:day?', handler, { name: 'archive' });
    const listed = router.routes().map(({ pattern, name }) => [pattern, name ?? '-'].join(' '));
    assert.deepEqual(listed, ['/x -', '/posts/:year/:month?/:day? archive']);
  });

  test('every shape of a pattern counts', () => {
    const router = new Router().get('/posts/:year', handler);
    assert.throws(() => router.get('/posts/:year/:month?', handler), /GET \/posts\/:year has the same shape/);
    assert.throws(() => router.get('/posts/:a?/:b?', handler), /GET \/posts\/:year has the same shape/);
    assert.throws(() => router.get('/posts/:id?', handler), /GET \/posts\/:year has the same shape/);
    assert.equal(router.routes().length, 1);
  });

  test('every shape is taken afterwards', () => {
    const router = new Router().get('/posts/:a/:b?/*c?', handler);
    assert.throws(() => router.get('/posts/:year', handler), /GET \/posts\/:a\/:b\?\/\*c\? has the same shape/);
    assert.throws(() => router.get('/posts/:year/:month', handler), PatternError);
    assert.throws(() => router.get('/posts/:year/:month/*more', handler), PatternError);
    router.get('/posts', handler).get('/posts/*all', handler).post('/posts/:year/:month?', handler);
    assert.equal(router.routes().length, 4);
  });

  test('an optional rest has the shape of a rest, and that without it', () => {
    const router = new Router().get('/files/*path?', handler);
    assert.throws(() => router.get('/files', handler), PatternError);
    assert.throws(() => router.get('/files/*rest', handler), PatternError);
    router.get('/files/:name', handler);
    assert.equal(router.routes().length, 2);
  });

  test('an addition that fails leaves nothing behind', () => {
    const router = new Router().get('/posts/:year', handler).get('/logs/:a/:b', handler);
    assert.throws(() => router.get('/posts/:a?/:b?/:c?', handler, { name: 'posts' }), PatternError);
    assert.throws(() => router.get('/logs/:a?/:b?/:c?', handler), PatternError);
    const status = (path) => router.handle({ method: 'GET', path }).status;
    assert.equal(status('/posts'), 404);
    assert.equal(status('/posts/1/2'), 404);
    assert.equal(status('/posts/1/2/3'), 404);
    assert.equal(status('/logs'), 404);
    assert.equal(status('/logs/1/2/3'), 404);
    assert.equal(router.get('/posts', handler, { name: 'posts' }).link('posts'), '/posts');
  });
});
