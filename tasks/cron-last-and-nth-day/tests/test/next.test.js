import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matches, next, upcoming } from '../src/index.js';

/** The next date as `2026-05-01 09:30`, all in UTC. */
const nextText = (schedule, after) => text(next(schedule, new Date(`${after}Z`)));
/** The days of the next dates, as `2026-05-01 2026-05-02`. */
const days = (schedule, after, count) =>
  upcoming(schedule, new Date(`${after}Z`), count)
    .map((date) => text(date).slice(0, 10))
    .join(' ');
const text = (date) => (date === null ? 'never' : date.toISOString().slice(0, 16).replace('T', ' '));

describe('next', () => {
  test('finds the next minute, hour, day, month and year', () => {
    assert.equal(nextText('* * * * *', '2026-05-01T12:00:00'), '2026-05-01 12:01');
    assert.equal(nextText('30 * * * *', '2026-05-01T12:45:00'), '2026-05-01 13:30');
    assert.equal(nextText('30 9 * * *', '2026-05-01T12:45:00'), '2026-05-02 09:30');
    assert.equal(nextText('0 0 1 * *', '2026-12-15T00:00:00'), '2027-01-01 00:00');
    assert.equal(nextText('0 0 1 MAR *', '2026-05-01T00:00:00'), '2027-03-01 00:00');
  });

  test('is strictly later', () => {
    assert.equal(nextText('0 12 * * *', '2026-05-01T12:00:00'), '2026-05-02 12:00');
    assert.equal(nextText('0 12 * * *', '2026-05-01T11:59:59.999'), '2026-05-01 12:00');
  });

  test('skips months that are too short', () => {
    assert.equal(days('0 0 31 * *', '2026-01-01T00:00:00', 4), '2026-01-31 2026-03-31 2026-05-31 2026-07-31');
  });

  test('finds leap days', () => {
    assert.equal(nextText('0 0 29 2 *', '2026-01-01T00:00:00'), '2028-02-29 00:00');
    assert.equal(nextText('0 0 29 2 *', '2096-03-01T00:00:00'), '2104-02-29 00:00');
  });

  test('is null for a date that never comes', () => {
    assert.equal(nextText('0 0 30 2 *', '2026-01-01T00:00:00'), 'never');
    assert.equal(nextText('0 0 31 4,6,9,11 *', '2026-01-01T00:00:00'), 'never');
  });

  test('weekdays', () => {
    assert.equal(nextText('0 0 * * FRI', '2026-05-02T00:00:00'), '2026-05-08 00:00');
    assert.equal(nextText('0 0 * * 7', '2026-05-02T00:00:00'), '2026-05-03 00:00');
  });

  test('takes either day where both are restricted', () => {
    assert.equal(days('0 0 13 * FRI', '2026-05-01T00:00:00', 4), '2026-05-08 2026-05-13 2026-05-15 2026-05-22');
  });

  test('a list of every day still counts as restricted', () => {
    assert.equal(days('0 0 1-31 * FRI', '2026-05-01T00:00:00', 2), '2026-05-02 2026-05-03');
  });
});

describe('days relative to the month', () => {
  test('the last day', () => {
    assert.equal(days('0 0 L * *', '2027-12-31T00:00:00', 4), '2028-01-31 2028-02-29 2028-03-31 2028-04-30');
    assert.equal(nextText('30 23 L 2 *', '2026-01-01T00:00:00'), '2026-02-28 23:30');
    assert.equal(nextText('30 23 L * *', '2026-05-31T23:30:00'), '2026-06-30 23:30');
  });

  test('days before the last one', () => {
    assert.equal(days('0 0 L-3 * *', '2026-01-01T00:00:00', 4), '2026-01-28 2026-02-25 2026-03-28 2026-04-27');
    assert.equal(nextText('0 0 L-1 2 *', '2028-01-01T00:00:00'), '2028-02-28 00:00');
  });

  test('skip months that are too short', () => {
    assert.equal(days('0 0 L-30 * *', '2026-01-01T00:00:00', 3), '2026-03-01 2026-05-01 2026-07-01');
    assert.equal(days('0 0 L-29 * *', '2026-01-31T00:00:00', 3), '2026-03-02 2026-04-01 2026-05-02');
    assert.equal(nextText('0 0 L-28 2 *', '2026-01-01T00:00:00'), '2028-02-01 00:00');
    assert.equal(nextText('0 0 L-29 2 *', '2026-01-01T00:00:00'), 'never');
  });

  test('the last of a weekday', () => {
    assert.equal(days('0 0 * * FRIL', '2026-05-01T00:00:00', 3), '2026-05-29 2026-06-26 2026-07-31');
    assert.equal(days('0 0 * * SUNL', '2026-05-01T00:00:00', 2), '2026-05-31 2026-06-28');
    assert.equal(days('0 0 * * 7L', '2026-05-01T00:00:00', 2), '2026-05-31 2026-06-28');
    assert.equal(days('0 0 * * MONL', '2026-05-01T00:00:00', 2), '2026-05-25 2026-06-29');
  });

  test('the n-th of a weekday', () => {
    assert.equal(days('0 0 * * FRI#1', '2026-04-30T00:00:00', 2), '2026-05-01 2026-06-05');
    assert.equal(days('0 0 * * FRI#2', '2026-05-01T00:00:00', 3), '2026-05-08 2026-06-12 2026-07-10');
    assert.equal(days('0 0 * * 7#1', '2026-05-01T00:00:00', 2), '2026-05-03 2026-06-07');
    assert.equal(days('0 0 * * THU#4', '2026-05-01T00:00:00', 2), '2026-05-28 2026-06-25');
  });

  test('skip months without a fifth one', () => {
    assert.equal(days('0 0 * * FRI#5', '2026-01-01T00:00:00', 4), '2026-01-30 2026-05-29 2026-07-31 2026-10-30');
  });

  test('find rare days', () => {
    assert.equal(nextText('0 0 * 2 FRI#5', '2026-01-01T00:00:00'), '2036-02-29 00:00');
    assert.equal(nextText('0 0 * 2 MON#5', '2026-01-01T00:00:00'), '2044-02-29 00:00');
    assert.equal(nextText('0 0 * 2 MON#5', '2044-02-29T00:00:00'), '2072-02-29 00:00');
    assert.equal(nextText('0 0 * 2 SUN#5', '2088-02-29T00:00:00'), '2128-02-29 00:00');
  });

  test('stand in lists', () => {
    assert.equal(days('0 0 15,L * *', '2026-02-01T00:00:00', 3), '2026-02-15 2026-02-28 2026-03-15');
    assert.equal(days('0 0 * * MON#1,MON#3', '2026-05-01T00:00:00', 3), '2026-05-04 2026-05-18 2026-06-01');
    assert.equal(days('0 0 * * WED,FRIL', '2026-05-20T00:00:00', 3), '2026-05-27 2026-05-29 2026-06-03');
  });

  test('count a day once', () => {
    assert.equal(days('0 0 31,L,L-1 * *', '2026-05-29T00:00:00', 3), '2026-05-30 2026-05-31 2026-06-29');
    assert.equal(days('0 0 * * FRI#5,FRIL', '2026-05-01T00:00:00', 2), '2026-05-29 2026-06-26');
  });

  test('either day is enough where both are restricted', () => {
    assert.equal(days('0 0 L * FRI#2', '2026-05-01T00:00:00', 4), '2026-05-08 2026-05-31 2026-06-12 2026-06-30');
    assert.equal(days('0 0 1 * SUNL', '2026-05-01T00:00:00', 3), '2026-05-31 2026-06-01 2026-06-28');
    assert.equal(days('0 0 L * MON', '2026-05-20T00:00:00', 3), '2026-05-25 2026-05-31 2026-06-01');
  });
});

describe('upcoming', () => {
  test('lists dates in order', () => {
    assert.equal(days('0 0 1,15 * *', '2026-05-01T00:00:00', 3), '2026-05-15 2026-06-01 2026-06-15');
    assert.equal(days('0 0 1 * *', '2026-05-01T00:00:00', 0), '');
  });

  test('ends with the dates that exist', () => {
    assert.equal(upcoming('0 0 30 2 *', new Date(0), 5).length, 0);
  });
});

describe('matches', () => {
  test('looks at the whole minute', () => {
    assert.equal(matches('30 9 * * *', new Date('2026-05-01T09:30:00Z')), true);
    assert.equal(matches('30 9 * * *', new Date('2026-05-01T09:30:59.999Z')), true);
    assert.equal(matches('30 9 * * *', new Date('2026-05-01T09:31:00Z')), false);
  });

  test('looks at the day', () => {
    assert.equal(matches('* * * * FRI', new Date('2026-05-01T23:59:00Z')), true);
    assert.equal(matches('* * * * FRI', new Date('2026-05-02T00:00:00Z')), false);
  });

  test('looks at relative days', () => {
    assert.equal(matches('* * L * *', new Date('2026-02-28T23:59:00Z')), true);
    assert.equal(matches('* * L * *', new Date('2028-02-28T23:59:00Z')), false);
    assert.equal(matches('* * * * FRI#5', new Date('2026-05-29T12:00:00Z')), true);
    assert.equal(matches('* * * * FRI#4', new Date('2026-05-29T12:00:00Z')), false);
    assert.equal(matches('* * * * FRIL', new Date('2026-05-22T12:00:00Z')), false);
  });
});
