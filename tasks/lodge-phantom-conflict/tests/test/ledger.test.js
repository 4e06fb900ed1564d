import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConflictError, Ledger } from '../src/index.js';

const may = (arrival, departure) =>
  [arrival, departure].map((day) => `2026-05-${String(day).padStart(2, '0')}`).join('..');

/** A ledger with one room and a stay in May for each pair of days. Guests are A, B, C … */
function open(...stays) {
  const ledger = new Ledger(['attic']);
  stays.forEach(([arrival, departure], index) => {
    ledger.book('attic', may(arrival, departure), 'ABCDEFG'[index]);
  });
  return ledger;
}

const guests = (bookings) => bookings.map(({ guest }) => guest).join('');

describe('booking', () => {
  test('numbers its bookings', () => {
    const ledger = new Ledger(['attic', 'garden']);
    assert.equal(ledger.book('attic', may(1, 4), 'Ada'), 1);
    assert.equal(ledger.book('garden', may(1, 4), 'Bob'), 2);
    assert.deepEqual(ledger.bookings('attic'), [
      { number: 1, room: 'attic', stay: '2026-05-01..2026-05-04', guest: 'Ada' },
    ]);
  });

  test('the day of departure is free again', () => {
    const ledger = open([5, 8], [8, 10], [3, 5]);
    assert.equal(guests(ledger.bookings('attic')), 'CAB');
  });

  test('names whatever is in the way', () => {
    const ledger = open([1, 4], [6, 9]);
    assert.throws(
      () => ledger.book('attic', may(3, 7), 'X'),
      (error) => error instanceof ConflictError && guests(error.bookings) === 'AB',
    );
    assert.equal(ledger.bookings('attic').length, 2);
  });

  test('a stay between two others', () => {
    const ledger = open([1, 4], [20, 24]);
    ledger.book('attic', may(10, 12), 'C');
    assert.equal(guests(ledger.bookings('attic')), 'ACB');
  });

  test('a stay right between two others', () => {
    const ledger = open([1, 4], [8, 9]);
    ledger.book('attic', may(4, 8), 'C');
    assert.equal(ledger.isFree('attic', may(1, 9)), false);
    assert.deepEqual(ledger.freeStays('attic', may(1, 10)), ['2026-05-09..2026-05-10']);
  });

  test('names only what is in the way', () => {
    const ledger = open([1, 3], [4, 6], [8, 10], [12, 15]);
    assert.throws(
      () => ledger.book('attic', may(9, 13), 'X'),
      (error) => error instanceof ConflictError && guests(error.bookings) === 'CD',
    );
    assert.throws(
      () => ledger.book('attic', may(5, 8), 'X'),
      (error) => error instanceof ConflictError && guests(error.bookings) === 'B',
    );
  });

  test('a full month, in any order', () => {
    const ledger = open([13, 17], [1, 5], [25, 29], [5, 9], [21, 25], [17, 21], [9, 13]);
    assert.equal(guests(ledger.bookings('attic')), 'BDGAFEC');
    assert.equal(guests(ledger.bookings('attic', may(12, 18))), 'GAF');
    assert.equal(ledger.occupancy(may(1, 29)), 1);
  });

  test('cancelled stays make room', () => {
    const ledger = open([1, 4]);
    ledger.cancel(1);
    assert.equal(ledger.book('attic', may(2, 3), 'X'), 2);
    assert.throws(() => ledger.cancel(1), /no booking 1/);
  });

  test('a booking is not in its own way', () => {
    const ledger = open([1, 4]);
    ledger.move(1, may(3, 6));
    assert.equal(ledger.bookings('attic')[0].stay, '2026-05-03..2026-05-06');
  });

  test('a move that fails changes nothing', () => {
    const ledger = open([1, 4], [6, 9]);
    assert.throws(() => ledger.move(1, may(5, 7)), ConflictError);
    assert.throws(() => ledger.move(1, may(1, 2), 'cellar'), RangeError);
    assert.equal(guests(ledger.bookings('attic')), 'AB');
    assert.equal(ledger.isFree('attic', may(1, 2)), false);
  });

  test('a move to another room', () => {
    const ledger = new Ledger(['attic', 'garden']);
    ledger.book('attic', may(1, 4), 'Ada');
    ledger.move(1, may(1, 4), 'garden');
    assert.deepEqual(ledger.freeRooms(may(3, 4)), ['attic']);
  });
});

describe('free rooms', () => {
  test('isFree and freeRooms', () => {
    const ledger = new Ledger(['attic', 'garden', 'study']);
    ledger.book('garden', may(2, 5), 'Ada');
    assert.equal(ledger.isFree('garden', may(4, 6)), false);
    assert.equal(ledger.isFree('garden', may(5, 6)), true);
    assert.deepEqual(ledger.freeRooms(may(4, 6)), ['attic', 'study']);
  });

  test('freeStays are the gaps', () => {
    const ledger = open([3, 5], [8, 9]);
    assert.deepEqual(ledger.freeStays('attic', may(1, 12)), [
      '2026-05-01..2026-05-03',
      '2026-05-05..2026-05-08',
      '2026-05-09..2026-05-12',
    ]);
    assert.deepEqual(ledger.freeStays('attic', may(1, 12), 3), ['2026-05-05..2026-05-08', '2026-05-09..2026-05-12']);
  });

  test('nextFree looks for a gap that is long enough', () => {
    const ledger = open([3, 5], [6, 9]);
    assert.equal(ledger.nextFree('attic', '2026-05-01', 2), '2026-05-01..2026-05-03');
    assert.equal(ledger.nextFree('attic', '2026-05-02', 1), '2026-05-02..2026-05-03');
    assert.equal(ledger.nextFree('attic', '2026-05-02', 2), '2026-05-09..2026-05-11');
  });

  test('freeStays after some that are over', () => {
    const ledger = open([1, 3], [4, 6], [10, 12]);
    assert.deepEqual(ledger.freeStays('attic', may(7, 14)), ['2026-05-07..2026-05-10', '2026-05-12..2026-05-14']);
  });

  test('nextFree never looks back', () => {
    const ledger = open([1, 3], [10, 12]);
    assert.equal(ledger.nextFree('attic', '2026-05-06', 4), '2026-05-06..2026-05-10');
    assert.equal(ledger.nextFree('attic', '2026-05-06', 5), '2026-05-12..2026-05-17');
  });
});

describe('overviews', () => {
  test('occupancy counts nights', () => {
    const ledger = new Ledger(['attic', 'garden']);
    ledger.book('attic', may(1, 4), 'Ada');
    ledger.book('garden', may(3, 9), 'Bob');
    assert.equal(ledger.occupancy(may(1, 11)), 0.45);
    assert.equal(ledger.occupancy(may(3, 5)), 0.75);
  });

  test('occupancy leaves out what is over', () => {
    assert.equal(open([1, 6], [20, 25]).occupancy(may(11, 21)), 0.1);
  });

  test('the desk on a quiet day between two stays', () => {
    const ledger = open([1, 4], [10, 12]);
    assert.deepEqual(ledger.desk('2026-05-07').staying, []);
    assert.deepEqual(ledger.desk('2026-05-11').staying, ['B']);
    assert.deepEqual(ledger.desk('2026-05-04').departures, ['A']);
  });

  test('the desk of a day on which guests change', () => {
    const ledger = open([1, 4], [4, 6], [6, 7]);
    assert.deepEqual(ledger.desk('2026-05-04'), { arrivals: ['B'], departures: ['A'], staying: ['B'] });
  });

  test('the desk of a day', () => {
    const ledger = new Ledger(['attic', 'garden', 'study']);
    ledger.book('attic', may(1, 4), 'Ada');
    ledger.book('garden', may(4, 6), 'Bob');
    ledger.book('study', may(3, 5), 'Cy');
    assert.deepEqual(ledger.desk('2026-05-04'), { arrivals: ['Bob'], departures: ['Ada'], staying: ['Bob', 'Cy'] });
  });
});
