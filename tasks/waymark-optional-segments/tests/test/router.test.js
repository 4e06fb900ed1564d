import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PatternError, Router } from '../src/index.js';

/** A router whose handlers answer with their name and their params. */
function open(...routes) {
  const router = new Router();
  for (const [method, pattern] of routes) router.add(method, pattern, answer);
  return router;
}

const answer = ({ pattern, params }) => ({ status: 200, pattern, params });

/** What a path leads to, as text. */
function visit(router, path, method = 'GET') {
  const { status, pattern, params } = router.handle({ method, path });
  return status === 200 ? `${pattern} ${JSON.stringify(params)}` : String(status);
}

describe('matching', () => {
  test('text and params', () => {
    const router = open(['GET', '/'], ['GET', '/posts/:id/edit']);
    assert.equal(visit(router, '/'), '/ {}');
    assert.equal(visit(router, '/posts/7/edit'), '/posts/:id/edit {"id":"7"}');
    assert.equal(visit(router, '/posts/7'), '404');
  });

  test('a slash at the end makes no difference', () => {
    const router = open(['GET', '/posts/'], ['GET', '/posts/:id']);
    assert.equal(visit(router, '/posts'), '/posts/ {}');
    assert.equal(visit(router, '/posts/7/'), '/posts/:id {"id":"7"}');
  });

  test('a segment is not empty', () => {
    assert.equal(visit(open(['GET', '/:a/:b']), '//x'), '404');
  });

  test('a rest takes one segment or more', () => {
    const router = open(['GET', '/files/*path']);
    assert.equal(visit(router, '/files/a'), '/files/*path {"path":"a"}');
    assert.equal(visit(router, '/files/a/b.txt'), '/files/*path {"path":"a/b.txt"}');
    assert.equal(visit(router, '/files'), '404');
  });

  test('values are decoded', () => {
    const router = open(['GET', '/tags/:tag']);
    assert.equal(visit(router, '/tags/a%20b%2Fc'), '/tags/:tag {"tag":"a b/c"}');
    assert.equal(visit(router, '/tags/%E0%A4%A'), '400');
  });

  test('text beats a param, a param beats a rest', () => {
    const router = open(['GET', '/*all'], ['GET', '/:a'], ['GET', '/x'], ['GET', '/x/:b/c']);
    assert.equal(visit(router, '/x'), '/x {}');
    assert.equal(visit(router, '/y'), '/:a {"a":"y"}');
    assert.equal(visit(router, '/x/1/c'), '/x/:b/c {"b":"1"}');
    assert.equal(visit(router, '/x/1/d'), '/*all {"all":"x/1/d"}');
  });

  test('patterns may name the same segment differently', () => {
    const router = open(['GET', '/posts/:id'], ['PUT', '/posts/:slug']);
    assert.equal(visit(router, '/posts/7'), '/posts/:id {"id":"7"}');
    assert.equal(visit(router, '/posts/7', 'PUT'), '/posts/:slug {"slug":"7"}');
  });
});

describe('optional segments', () => {
  const archive = ['GET', '/posts/:year/:month?/:day?'];

  test('may be missing', () => {
    const router = open(archive);
    assert.equal(
      visit(router, '/posts/2026/05/17'),
      '/posts/:year/:month?/:day? {"year":"2026","month":"05","day":"17"}',
    );
    assert.equal(visit(router, '/posts/2026/05'), '/posts/:year/:month?/:day? {"year":"2026","month":"05"}');
    assert.equal(visit(router, '/posts/2026/'), '/posts/:year/:month?/:day? {"year":"2026"}');
    assert.equal(visit(router, '/posts'), '404');
    assert.equal(visit(router, '/posts/2026/05/17/x'), '404');
  });

  test('a missing one is no key of the params', () => {
    const response = open(archive).handle({ method: 'GET', path: '/posts/2026' });
    assert.deepEqual(Object.keys(response.params), ['year']);
  });

  test('a pattern may be optional as a whole', () => {
    const router = open(['GET', '/:lang?/:page?']);
    assert.equal(visit(router, '/'), '/:lang?/:page? {}');
    assert.equal(visit(router, '/de'), '/:lang?/:page? {"lang":"de"}');
    assert.equal(visit(router, '/de/start'), '/:lang?/:page? {"lang":"de","page":"start"}');
  });

  test('a segment that is there is not empty', () => {
    assert.equal(visit(open(archive), '/posts/2026//17'), '404');
  });

  test('an optional rest takes any number of segments', () => {
    const router = open(['GET', '/files/:disk/*path?']);
    assert.equal(visit(router, '/files/c'), '/files/:disk/*path? {"disk":"c"}');
    assert.equal(visit(router, '/files/c/a%20b/d'), '/files/:disk/*path? {"disk":"c","path":"a b/d"}');
    assert.equal(visit(router, '/files'), '404');
  });

  test('the order of precedence is the same', () => {
    const router = open(
      ['GET', '/posts/*all?'],
      ['GET', '/posts/:year/:month?'],
      ['GET', '/posts/new'],
      ['GET', '/posts/:id/edit'],
    );
    assert.equal(visit(router, '/posts'), '/posts/*all? {}');
    assert.equal(visit(router, '/posts/new'), '/posts/new {}');
    assert.equal(visit(router, '/posts/2026'), '/posts/:year/:month? {"year":"2026"}');
    assert.equal(visit(router, '/posts/2026/edit'), '/posts/:id/edit {"id":"2026"}');
    assert.equal(visit(router, '/posts/new/05'), '/posts/:year/:month? {"year":"new","month":"05"}');
    assert.equal(visit(router, '/posts/2026/05/17'), '/posts/*all? {"all":"2026/05/17"}');
  });

  test('other patterns keep their own names', () => {
    const router = open(archive, ['PUT', '/posts/:id'], ['DELETE', '/posts/:id/:part']);
    assert.equal(visit(router, '/posts/7', 'PUT'), '/posts/:id {"id":"7"}');
    assert.equal(visit(router, '/posts/7/8', 'DELETE'), '/posts/:id/:part {"id":"7","part":"8"}');
    assert.deepEqual(router.handle({ method: 'PATCH', path: '/posts/7' }), {
      status: 405,
      allow: ['GET', 'HEAD', 'PUT'],
    });
    assert.deepEqual(router.handle({ method: 'PATCH', path: '/posts/7/8' }), {
      status: 405,
      allow: ['DELETE', 'GET', 'HEAD'],
    });
  });

  test('can be mounted, but are no prefix', () => {
    const router = new Router().mount('/blog/:name', open(archive, ['GET', '/:page?']));
    assert.equal(
      visit(router, '/blog/ada/posts/2026'),
      '/blog/:name/posts/:year/:month?/:day? {"name":"ada","year":"2026"}',
    );
    assert.equal(visit(router, '/blog/ada'), '/blog/:name/:page? {"name":"ada"}');
    assert.throws(() => new Router().mount('/:lang?', open(['GET', '/'])), PatternError);
    assert.throws(() => new Router().mount('/x/:lang?', open(['GET', '/:page?'])), PatternError);
    assert.throws(() => new Router().use('/:lang?', answer), PatternError);
  });

  test('a prefix is refused even if there is nothing to mount', () => {
    assert.throws(() => new Router().mount('/:a/:lang?', new Router()), PatternError);
    assert.equal(new Router().mount('/:a', new Router()).routes().length, 0);
  });
});

describe('methods', () => {
  test('405 lists what would be allowed', () => {
    const router = open(['POST', '/posts/new'], ['GET', '/posts/:id']);
    assert.deepEqual(router.handle({ method: 'PUT', path: '/posts/new' }), {
      status: 405,
      allow: ['GET', 'HEAD', 'POST'],
    });
  });

  test('a pattern without the method does not count', () => {
    const router = open(['POST', '/posts/new'], ['GET', '/posts/:id']);
    assert.equal(visit(router, '/posts/new'), '/posts/:id {"id":"new"}');
    assert.equal(visit(router, '/posts/new', 'POST'), '/posts/new {}');
  });

  test('HEAD is answered by GET', () => {
    const router = open(['GET', '/a'], ['HEAD', '/a/:b'], ['GET', '/a/:b']);
    assert.equal(visit(router, '/a', 'HEAD'), '/a {}');
    assert.equal(visit(router, '/a/1', 'HEAD'), '/a/:b {"b":"1"}');
  });
});

describe('mount', () => {
  test('puts routes behind a prefix', () => {
    const router = open(['GET', '/']).mount('/admin/:team', open(['GET', '/'], ['GET', '/users/:id']));
    assert.equal(visit(router, '/admin/x'), '/admin/:team {"team":"x"}');
    assert.equal(visit(router, '/admin/x/users/7'), '/admin/:team/users/:id {"team":"x","id":"7"}');
    assert.equal(visit(router, '/users/7'), '404');
  });
});

describe('middleware', () => {
  test('wraps what comes behind it, in the order of the calls', () => {
    const router = open(['GET', '/a/b']);
    const log = [];
    const tracer = (name) => (request, next) => {
      log.push(name);
      const response = next();
      log.push(`/${name}`);
      return response;
    };
    router.use(tracer('all')).use('/a', tracer('a')).use('/b', tracer('b'));
    router.handle({ method: 'GET', path: '/a/b' });
    assert.equal(log.join(' '), 'all a /a /all');
  });

  test('may answer itself, and sees paths that lead nowhere', () => {
    const router = open(['GET', '/a']).use((request, next) => {
      const response = next();
      return response.status === 404 ? { status: 302 } : response;
    });
    assert.equal(visit(router, '/b'), '302');
    assert.equal(visit(router, '/a'), '/a {}');
  });

  test('may change the request', () => {
    const router = new Router().get('/a', ({ user }) => ({ status: 200, user }));
    router.use((request, next) => next({ ...request, user: 'ada' }));
    assert.equal(router.handle({ method: 'GET', path: '/a' }).user, 'ada');
  });

  test('a prefix is text', () => {
    assert.throws(() => new Router().use('/:a', answer), PatternError);
  });
});
