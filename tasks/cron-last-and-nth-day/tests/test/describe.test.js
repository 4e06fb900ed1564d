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

  test('relative days of the month', () => {
    assert.equal(describe('0 18 L * *'), 'At 18:00, on the last day of the month');
    assert.equal(describe('0 18 L-3 * *'), 'At 18:00, 3 days before the last day of the month');
    assert.equal(describe('0 18 L-1 * *'), 'At 18:00, 1 day before the last day of the month');
  });

  test('relative weekdays', () => {
    assert.equal(describe('0 18 * * FRI#2'), 'At 18:00, on the second Friday of the month');
    assert.equal(describe('0 18 * * 7#5'), 'At 18:00, on the fifth Sunday of the month');
    assert.equal(describe('0 18 * * MONL'), 'At 18:00, on the last Monday of the month');
  });

  test('relative days after plain ones', () => {
    assert.equal(
      describe('0 18 L,1,15 * *'),
      'At 18:00, on day 1 or 15 of the month or on the last day of the month',
    );
    assert.equal(
      describe('0 18 * * TUEL,MON#1,WED'),
      'At 18:00, on Wednesday or on the first Monday of the month or on the last Tuesday of the month',
    );
  });

  test('either relative day', () => {
    assert.equal(
      describe('0 18 L JUN FRI#3'),
      'At 18:00, on the last day of the month or on the third Friday of the month, in June',
    );
    assert.equal(
      describe('0 18 L-2 * THU#4,SAT'),
      'At 18:00, 2 days before the last day of the month or on Saturday or on the fourth Thursday of the month',
    );
  });

  test('months', () => {
    assert.equal(describe('0 0 1 JAN,JUL *'), 'At 00:00, on day 1 of the month, in January and July');
  });
});
