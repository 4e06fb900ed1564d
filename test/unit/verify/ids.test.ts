import { expect, test } from 'vitest';
import { escapeControls, fileId, numberRepeats, testId } from '../../../src/verify/ids.ts';

test('an id is place::names, with parameters and visible control characters', () => {
  expect(testId('tests.test_a', ['test_p[x y-1]'])).toBe('tests.test_a::test_p[x y-1]');
  expect(testId('test/a.test.js', ['suite', 'works'])).toBe('test/a.test.js::suite > works');
  expect(testId('a\n', ['b\u001b[31m\u202e\u{e0001}\ud800\u0000'])).toBe(
    'a\\n::b\\x1b[31m\\u{202e}\\u{e0001}\\u{d800}\\x00',
  );
  const once = testId('a', ['x\ty']);
  expect(escapeControls(once)).toBe(once);
  expect(fileId('a.js')).toBe('a.js::a.js');
});

test('repeats get #2, #3; a test really called x#2 keeps its name', () => {
  expect(numberRepeats(['x', 'y', 'x', 'x'])).toEqual([
    { id: 'x' },
    { id: 'y' },
    { id: 'x#2', repeatOf: 'x' },
    { id: 'x#3', repeatOf: 'x' },
  ]);
  expect(numberRepeats(['x', 'x', 'x#2', 'x']).map(({ id }) => id)).toEqual(['x', 'x#3', 'x#2', 'x#4']);
  const many = numberRepeats(Array.from({ length: 2000 }, (_, index) => (index % 2 ? `x#${index}` : 'x')));
  expect(new Set(many.map(({ id }) => id)).size).toBe(2000);
});
