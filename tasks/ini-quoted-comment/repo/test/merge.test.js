import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { merge } from '../src/index.js';

describe('merge', () => {
  test('lets later layers win', () => {
    const merged = merge({ port: '80', host: 'a' }, { port: '81' }, { port: '82' });
    assert.equal(merged.port, '82');
    assert.equal(merged.host, 'a');
  });

  test('merges sections key by key', () => {
    const merged = merge({ server: { port: '80', host: 'a' } }, { server: { port: '81' } });
    assert.equal(merged.server.port, '81');
    assert.equal(merged.server.host, 'a');
  });

  test('replaces lists', () => {
    const merged = merge({ tags: ['a', 'b'] }, { tags: ['c'] });
    assert.equal(merged.tags.length, 1);
    assert.equal(merged.tags[0], 'c');
  });

  test('leaves its arguments as they are', () => {
    const base = { server: { port: '80' } };
    const merged = merge(base, { server: { port: '81' } });
    merged.server.port = '82';
    assert.equal(base.server.port, '80');
  });
});
