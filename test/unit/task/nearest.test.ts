import { expect, test } from 'vitest';
import { nearest } from '../../../src/task/nearest.ts';

test.each([
  ['limts', ['limits', 'title', 'tags'], 'limits'],
  ['Title', ['limits', 'title'], 'title'],
  ['ini-prser', ['csv-parser', 'ini-parser'], 'ini-parser'],
  ['memoryMB', ['memoryMb', 'memory'], 'memoryMb'],
  ['cmd', ['command', 'timeoutSeconds'], 'command'],
  ['me', ['message', 'meter'], undefined],
  ['zzz', ['limits', 'id'], undefined],
  ['xy', ['ab'], undefined],
  ['tow', ['one', 'two'], 'two'],
  ['foo', ['nop', 'oracle'], undefined],
  ['a', [], undefined],
])('nearest to %s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
