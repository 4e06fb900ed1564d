import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ledger } from '../src/index.js';
import { formatStay, nights, parseStay } from '../src/stay.js';

describe('stays', () => {
  test('cover the nights up to the departure', () => {
    assert.equal(nights(parseStay('2026-05-01..2026-05-04')), 3);
    assert.equal(nights(parseStay('2024-02-28..2024-03-01')), 2);
    assert.equal(nights(parseStay('2025-12-31..2026-01-01')), 1);
  });

  test('come back as they were', () => {
    assert.equal(formatStay(parseStay('2024-02-29..2024-03-31')), '2024-02-29..2024-03-31');
    assert.equal(formatStay(parseStay('1969-12-30..1970-01-02')), '1969-12-30..1970-01-02');
  });

  test('need two days in order', () => {
    for (const text of ['', '2026-05-01', '2026-05-01..', '2026-05-01..2026-05-01', '2026-05-02..2026-05-01']) {
      assert.throws(() => parseStay(text), RangeError, text);
    }
  });

  test('need days that exist', () => {
    for (const text of ['2026-04-31..2026-05-02', '2025-02-29..2025-03-02', '2026-5-1..2026-05-02', 'a..b']) {
      assert.throws(() => parseStay(text), RangeError, text);
    }
  });

  test('a room must exist', () => {
    assert.throws(() => new Ledger(['attic']).isFree('cellar', '2026-05-01..2026-05-02'), /no room "cellar"/);
  });
});
