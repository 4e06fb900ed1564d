import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Sheet } from '../src/index.js';

function sheetOf(inputs) {
  const sheet = new Sheet();
  sheet.setAll(inputs);
  return sheet;
}

describe('sheet', () => {
  test('inputs stay as they were typed', () => {
    const sheet = sheetOf({ b2: '= sum( a1 )', A1: ' 5' });
    assert.deepEqual(sheet.inputs(), { A1: ' 5', B2: '= sum( a1 )' });
    assert.equal(sheet.input('b2'), '= sum( a1 )');
    assert.equal(sheet.value('B2'), 5);
  });

  test('addresses have to be on the sheet', () => {
    const sheet = new Sheet();
    assert.throws(() => sheet.set('AAA1', '1'), RangeError);
    assert.throws(() => sheet.setAll({ A1: '1', A10000: '1' }), RangeError);
    assert.deepEqual(sheet.inputs(), {});
  });

  test('copies move references without $', () => {
    const sheet = sheetOf({ B2: '=a1 + $A1+A$1 + "A1" + LOG10(A1)', C3: '=SUM(A1 : $B2)' });
    sheet.copy('B2', 'C4');
    assert.equal(sheet.input('C4'), '=B3 + $A3+B$1 + "A1" + LOG10(B3)');
    sheet.copy('C3', 'F3');
    assert.equal(sheet.input('F3'), '=SUM($B1:D2)');
    sheet.copy('C3', 'B3');
    assert.equal(sheet.input('B3'), '=SUM(#REF!)');
  });

  test('names', () => {
    const sheet = sheetOf({ A1: '2', A2: '3', B1: '=SUM(tax)' });
    sheet.define('Tax', 'A2:A1');
    assert.equal(sheet.value('B1'), 5);
    assert.deepEqual(sheet.names(), { Tax: 'A1:A2' });
    sheet.define('TAX', '');
    assert.equal(sheet.value('B1'), '#NAME?');
    assert.throws(() => sheet.define('A1', 'A1'), RangeError);
  });

  test('widths', () => {
    const sheet = new Sheet();
    sheet.setWidth('b', 120);
    assert.equal(sheet.width('B'), 120);
    sheet.setWidth('B', null);
    assert.equal(sheet.width('B'), 80);
  });

  test('undo and redo', () => {
    const sheet = sheetOf({ A1: '1' });
    sheet.setAll({ A1: '2', A2: '=A1' });
    sheet.setWidth('A', 100);
    assert.equal(sheet.undo(), true);
    assert.equal(sheet.undo(), true);
    assert.deepEqual(sheet.inputs(), { A1: '1' });
    assert.equal(sheet.redo(), true);
    assert.equal(sheet.value('A2'), 2);
    sheet.set('A1', '2');
    assert.equal(sheet.redo(), true);
    assert.equal(sheet.width('A'), 100);
    assert.equal(sheet.redo(), false);
  });

  test('listeners hear of values that changed', () => {
    const sheet = sheetOf({ A1: '1', B1: '=A1 > 0', A2: '=A1' });
    const heard = [];
    const end = sheet.onChange((addresses) => heard.push(addresses.join(' ')));
    sheet.set('A1', '2');
    sheet.set('A1', '2.0');
    sheet.set('C1', 'x');
    sheet.undo();
    end();
    sheet.set('A1', '9');
    assert.deepEqual(heard, ['A1 A2', 'C1', 'C1']);
  });
});
