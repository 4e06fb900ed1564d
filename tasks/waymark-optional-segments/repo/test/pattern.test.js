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
});
