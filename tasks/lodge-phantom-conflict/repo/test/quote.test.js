import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quote } from '../src/index.js';

const fair = { stay: '2026-05-10..2026-05-13', price: 200 };
const summer = { stay: '2026-07-01..2026-09-01', price: 150 };
const xmas = { stay: '2026-12-20..2027-01-03', price: 180 };

describe('quote', () => {
  test('the base price', () => {
    assert.equal(quote('2026-05-01..2026-05-04', { base: 100 }), 300);
  });

  test('a stay within a season', () => {
    assert.equal(quote('2026-07-10..2026-07-12', { base: 100, seasons: [summer] }), 300);
  });

  test('a stay that begins before a season', () => {
    assert.equal(quote('2026-05-08..2026-05-12', { base: 100, seasons: [summer, fair] }), 600);
  });

  test('a stay that ends after a season', () => {
    assert.equal(quote('2026-08-30..2026-09-03', { base: 100, seasons: [summer] }), 500);
  });

  test('seasons must not overlap', () => {
    const seasons = [summer, { stay: '2026-08-31..2026-09-05', price: 120 }];
    assert.throws(() => quote('2026-05-01..2026-05-04', { base: 100, seasons }), /seasons overlap/);
  });
});
