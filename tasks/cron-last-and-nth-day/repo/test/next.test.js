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
});
