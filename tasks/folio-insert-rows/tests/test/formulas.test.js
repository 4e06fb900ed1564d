import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Sheet } from '../src/index.js';

/** The value of a formula in Z1, with a few other cells. */
function value(formula, inputs = {}) {
  const sheet = new Sheet();
  sheet.setAll({ ...inputs, Z1: formula });
  return sheet.value('Z1');
}

describe('formulas', () => {
  test('constants', () => {
    assert.equal(value('12.5'), 12.5);
    assert.equal(value('true'), true);
    assert.equal(value(' text '), ' text ');
    assert.equal(value('="say ""hi"""'), 'say "hi"');
  });

  test('operators', () => {
    assert.equal(value('=1 + 2 * 3 - 4 / 2'), 5);
    assert.equal(value('=-(1 + 2) * 2'), -6);
    assert.equal(value('=1 + 1 & "x" = "2x"'), true);
  });

  test('references', () => {
    assert.equal(value('=a1 + $B$2', { A1: '1', B2: '=A1 * 5' }), 6);
    assert.equal(value('=SUM(B3:A1)', { A1: '1', B2: '2', B3: 'x', C1: '9' }), 3);
    assert.equal(value('=A1 & ""'), '');
  });

  test('functions', () => {
    assert.equal(value('=IF(COUNT(A1:A9) > 1, MAX(A1:A9), 0)', { A1: '1', A2: '7', A3: 'x' }), 7);
    assert.equal(value('=ROUND(LOG10(1000) / 7, 2)'), 0.43);
  });

  test('errors', () => {
    assert.equal(value('=1 / A1'), '#DIV/0!');
    assert.equal(value('=1 + "x"'), '#VALUE!');
    assert.equal(value('=A1:A2'), '#VALUE!');
    assert.equal(value('=TAX'), '#NAME?');
    assert.equal(value('=1 +'), '#NAME?');
    assert.equal(value('=#REF! + 1'), '#REF!');
    assert.equal(value('=A1', { A1: '=B1', B1: '=A1' }), '#CYCLE!');
  });
});
