import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { describe } from '../src/index.js';

suite('describe', () => {
  test('times', () => {
    assert.equal(describe('30 9 * * *'), 'At 09:30');
    assert.equal(describe('0,30 9 * * *'), 'At minute 0 and 30 of hour 9');
    assert.equal(describe('5 * * * *'), 'At minute 5 of every hour');
    assert.equal(describe('* * * * *'), 'Every minute of every hour');
  });

  test('days of the month', () => {
    assert.equal(describe('0 0 1 * *'), 'At 00:00, on day 1 of the month');
    assert.equal(describe('0 0 1,10,20 * *'), 'At 00:00, on day 1, 10 or 20 of the month');
  });

  test('days of the week', () => {
    assert.equal(describe('0 0 * * 7'), 'At 00:00, on Sunday');
    assert.equal(describe('0 0 * * MON,WED,FRI'), 'At 00:00, on Monday, Wednesday or Friday');
  });

  test('either', () => {
    assert.equal(describe('0 0 13 * FRI'), 'At 00:00, on day 13 of the month or on Friday');
  });

  test('months', () => {
    assert.equal(describe('0 0 1 JAN,JUL *'), 'At 00:00, on day 1 of the month, in January and July');
  });
});
