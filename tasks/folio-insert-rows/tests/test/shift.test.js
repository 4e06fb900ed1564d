import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Sheet } from '../src/index.js';

function sheetOf(inputs) {
  const sheet = new Sheet();
  sheet.setAll(inputs);
  return sheet;
}

/** What becomes of a formula in Z50. */
function after(formula, change) {
  const sheet = sheetOf({ Z50: formula });
  change(sheet);
  return Object.values(sheet.inputs())[0];
}

describe('cells', () => {
  test('move down', () => {
    const sheet = sheetOf({ A1: 'a', B2: 'b', A3: 'c' });
    sheet.insertRows(2);
    assert.deepEqual(sheet.inputs(), { A1: 'a', B3: 'b', A4: 'c' });
    sheet.insertRows(1, 3);
    assert.deepEqual(sheet.inputs(), { A4: 'a', B6: 'b', A7: 'c' });
  });

  test('move up', () => {
    const sheet = sheetOf({ A1: 'a', A2: 'b', A3: 'c', B4: 'd' });
    sheet.deleteRows(2, 2);
    assert.deepEqual(sheet.inputs(), { A1: 'a', B2: 'd' });
    sheet.deleteRows(1);
    assert.deepEqual(sheet.inputs(), { B1: 'd' });
    sheet.deleteRows(1, 99999);
    assert.deepEqual(sheet.inputs(), {});
  });

  test('move to the right', () => {
    const sheet = sheetOf({ A1: 'a', B1: 'b', Z2: 'z' });
    sheet.insertColumns('b', 2);
    assert.deepEqual(sheet.inputs(), { A1: 'a', D1: 'b', AB2: 'z' });
  });

  test('move to the left', () => {
    const sheet = sheetOf({ A1: 'a', B1: 'b', C1: 'c', AB2: 'z' });
    sheet.deleteColumns('B');
    assert.deepEqual(sheet.inputs(), { A1: 'a', B1: 'c', AA2: 'z' });
    sheet.deleteColumns('Z', 5);
    assert.deepEqual(sheet.inputs(), { A1: 'a', B1: 'c' });
  });

  test('values move along', () => {
    const sheet = sheetOf({ A1: '2', A2: '3', A3: '=A1 * A2' });
    sheet.insertRows(2);
    assert.equal(sheet.value('A4'), 6);
    assert.equal(sheet.value('A2'), null);
    sheet.set('A3', '5');
    assert.equal(sheet.value('A4'), 10);
  });
});

describe('references', () => {
  test('follow their cells, with and without $', () => {
    assert.equal(after('=A9 + A10 + $A10 + A$11 + $A$12', (sheet) => sheet.insertRows(10)), '=A9 + A11 + $A11 + A$12 + $A$13');
    assert.equal(after('=A9+A13+$A$14', (sheet) => sheet.deleteRows(10, 3)), '=A9+A10+$A$11');
    assert.equal(after('=B1+$C1+C$1+Z1', (sheet) => sheet.insertColumns('C')), '=B1+$D1+D$1+AA1');
    assert.equal(after('=B1+$D$1+AA1', (sheet) => sheet.deleteColumns('C')), '=B1+$C$1+Z1');
  });

  test('from above, from below and from the side', () => {
    const sheet = sheetOf({ A1: '=A3', A3: '7', A5: '=A3', B3: '=A3' });
    sheet.insertRows(3);
    assert.deepEqual(sheet.inputs(), { A1: '=A4', A4: '7', B4: '=A4', A6: '=A4' });
  });

  test('only what changes is written anew', () => {
    const formula = '= sum( a1 ,b20 )+ if(TRUE,"A20","a""20") & log10( 20 )+Tax20x  -  $c$20';
    assert.equal(
      after(formula, (sheet) => sheet.insertRows(10)),
      '= sum( a1 ,B21 )+ if(TRUE,"A20","a""20") & log10( 20 )+Tax20x  -  $C$21',
    );
    assert.equal(after('=log10(a20) + LOG10 (A20)', (sheet) => sheet.insertRows(5)), '=log10(A21) + LOG10 (A21)');
  });

  test('what is no formula stays', () => {
    assert.equal(after('A20', (sheet) => sheet.insertRows(1)), 'A20');
    assert.equal(after('=A20 + §', (sheet) => sheet.insertRows(1)), '=A20 + §');
  });

  test('to deleted cells', () => {
    assert.equal(after('=A9+A10+$A$11+A12', (sheet) => sheet.deleteRows(10, 2)), '=A9+#REF!+#REF!+A10');
    assert.equal(after('=A1+B1+C1', (sheet) => sheet.deleteColumns('B')), '=A1+#REF!+B1');
    const sheet = sheetOf({ A1: '1', A2: '=A1+1', A3: '=A2' });
    sheet.deleteRows(1);
    assert.equal(sheet.value('A1'), '#REF!');
    assert.equal(sheet.value('A2'), '#REF!');
  });
});

describe('areas', () => {
  const area = (text, change) => after(`=SUM(${text})`, change).slice(5, -1);

  test('grow if something is inserted within', () => {
    assert.equal(area('A2:A5', (sheet) => sheet.insertRows(3)), 'A2:A6');
    assert.equal(area('A2:A5', (sheet) => sheet.insertRows(5, 2)), 'A2:A7');
    assert.equal(area('$B2:$D$5', (sheet) => sheet.insertColumns('D')), '$B2:$E$5');
  });

  test('move or stay otherwise', () => {
    assert.equal(area('A2:A5', (sheet) => sheet.insertRows(2)), 'A3:A6');
    assert.equal(area('a2 : a5', (sheet) => sheet.insertRows(6)), 'a2 : a5');
    assert.equal(area('A2:A5', (sheet) => sheet.insertRows(1, 4)), 'A6:A9');
    assert.equal(area('A2:A2', (sheet) => sheet.insertRows(2)), 'A3:A3');
    assert.equal(area('B2:D2', (sheet) => sheet.insertRows(2)), 'B3:D3');
    assert.equal(area('B2:D2', (sheet) => sheet.insertColumns('A')), 'C2:E2');
  });

  test('keep what remains of them', () => {
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(1, 2)), 'A1:A3');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(3, 2)), 'A2:A3');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(4, 7)), 'A2:A3');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(2)), 'A2:A4');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(5)), 'A2:A4');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(3, 3)), 'A2:A2');
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(1)), 'A1:A4');
    assert.equal(area('B$2:$D5', (sheet) => sheet.deleteColumns('A', 2)), 'A$2:$B5');
  });

  test('are lost as a whole', () => {
    assert.equal(area('A2:A5', (sheet) => sheet.deleteRows(2, 4)), '#REF!');
    assert.equal(area('A2 : $B$5', (sheet) => sheet.deleteRows(1, 20)), '#REF!');
    assert.equal(area('B2:B5, C1', (sheet) => sheet.deleteColumns('B')), '#REF!, B1');
  });

  test('are written from their first corner on', () => {
    assert.equal(area('b5:a2', (sheet) => sheet.insertRows(3)), 'A2:B6');
    assert.equal(area('$B$5:A2', (sheet) => sheet.insertRows(3)), 'A2:$B$6');
    assert.equal(area('B$2:$A5', (sheet) => sheet.deleteRows(3)), '$A$2:B4');
    assert.equal(area('B5:A2', (sheet) => sheet.insertRows(9)), 'B5:A2');
  });
});

describe('the edge', () => {
  test('no input falls off', () => {
    const sheet = sheetOf({ A9999: 'x', ZZ1: 'y', A1: '=B2' });
    sheet.setWidth('C', 50);
    const inputs = sheet.inputs();
    assert.throws(() => sheet.insertRows(5), RangeError);
    assert.throws(() => sheet.insertColumns('B'), RangeError);
    assert.throws(() => sheet.insertRows(9999), RangeError);
    assert.deepEqual(sheet.inputs(), inputs);
    assert.equal(sheet.width('C'), 50);
    assert.equal(sheet.undo() && sheet.width('C'), 80);
  });

  test('up to the edge is fine', () => {
    const sheet = sheetOf({ A9997: 'x', ZY1: 'y' });
    sheet.insertRows(9997, 2);
    sheet.insertColumns('ZY');
    assert.deepEqual(sheet.inputs(), { ZZ1: 'y', A9999: 'x' });
    assert.throws(() => sheet.insertRows(9999), RangeError);
  });

  test('references to what fell off', () => {
    assert.equal(after('=A9998+A9999', (sheet) => sheet.insertRows(60)), '=A9999+#REF!');
    assert.equal(after('=SUM(A1:A9999)', (sheet) => sheet.insertRows(60)), '=SUM(A1:A9999)');
    assert.equal(after('=SUM(A9990:A9995)', (sheet) => sheet.insertRows(60, 8)), '=SUM(A9998:A9999)');
    assert.equal(after('=SUM(ZX1:ZZ1)', (sheet) => sheet.insertColumns('AB', 3)), '=SUM(#REF!)');
    assert.equal(after('=SUM(ZX1:ZZ1)', (sheet) => sheet.insertColumns('AB', 2)), '=SUM(ZZ1:ZZ1)');
  });

  test('what is not on the sheet', () => {
    const sheet = new Sheet();
    for (const row of [0, -1, 10000, 1.5, '1', undefined]) {
      assert.throws(() => sheet.insertRows(row), RangeError);
      assert.throws(() => sheet.deleteRows(row), RangeError);
    }
    for (const column of ['', 'AAA', '1', 3]) {
      assert.throws(() => sheet.insertColumns(column), RangeError);
      assert.throws(() => sheet.deleteColumns(column), RangeError);
    }
    for (const count of [0, -1, 0.5, Number.NaN, '2', null]) {
      assert.throws(() => sheet.insertRows(1, count), RangeError);
      assert.throws(() => sheet.deleteRows(1, count), RangeError);
      assert.throws(() => sheet.insertColumns('A', count), RangeError);
      assert.throws(() => sheet.deleteColumns('A', count), RangeError);
    }
  });
});

describe('names and widths', () => {
  test('names follow their areas', () => {
    const sheet = sheetOf({ A2: '1', A3: '2', A4: '4', C1: '=SUM(prices)' });
    sheet.define('Prices', 'A2:A4');
    sheet.define('rate', 'B9');
    sheet.insertRows(3);
    assert.deepEqual(sheet.names(), { Prices: 'A2:A5', rate: 'B10' });
    sheet.set('A3', '10');
    assert.equal(sheet.value('C1'), 17);
    sheet.deleteColumns('B');
    assert.deepEqual(sheet.names(), { Prices: 'A2:A5', rate: '#REF!' });
    sheet.deleteRows(2, 2);
    assert.deepEqual(sheet.names(), { Prices: 'A2:A3', rate: '#REF!' });
    assert.equal(sheet.input('B1'), '=SUM(prices)');
  });

  test('a name whose area is deleted', () => {
    const sheet = sheetOf({ A1: '=rate * 2', B2: '5' });
    sheet.define('Rate', 'B2');
    sheet.deleteRows(2);
    assert.equal(sheet.value('A1'), '#REF!');
    sheet.insertRows(1);
    sheet.deleteColumns('C');
    assert.deepEqual(sheet.names(), { Rate: '#REF!' });
    sheet.undo();
    sheet.undo();
    assert.deepEqual(sheet.names(), { Rate: 'B2' });
    assert.equal(sheet.value('A1'), 10);
    sheet.deleteRows(2);
    sheet.define('rate', 'C1');
    assert.equal(sheet.value('A1'), 0);
  });

  test('an area that shrinks to one cell', () => {
    const sheet = sheetOf({ B1: '3', A1: '=few + 1' });
    sheet.define('few', 'B1:B2');
    sheet.deleteRows(2);
    assert.equal(sheet.value('A1'), 4);
  });

  test('widths move with their columns', () => {
    const sheet = new Sheet();
    sheet.setWidth('B', 20);
    sheet.setWidth('C', 30);
    sheet.insertColumns('C');
    assert.deepEqual(['A', 'B', 'C', 'D'].map((column) => sheet.width(column)), [80, 20, 80, 30]);
    sheet.deleteColumns('B', 2);
    assert.deepEqual(['A', 'B', 'C', 'D'].map((column) => sheet.width(column)), [80, 30, 80, 80]);
    sheet.insertRows(1);
    sheet.deleteRows(2);
    assert.equal(sheet.width('B'), 30);
    sheet.insertColumns('A', 701);
    assert.equal(sheet.width('B'), 80);
    sheet.undo();
    assert.equal(sheet.width('B'), 30);
  });
});

describe('steps', () => {
  test('one step takes all back', () => {
    const sheet = sheetOf({ A1: '1', A2: ' =x', B3: '= a2 + A1', C4: '=SUM(few)' });
    sheet.define('few', 'A1:A2');
    sheet.setWidth('B', 99);
    const inputs = sheet.inputs();
    for (const change of [
      () => sheet.insertRows(2),
      () => sheet.deleteRows(1, 2),
      () => sheet.insertColumns('A', 2),
      () => sheet.deleteColumns('A', 2),
    ]) {
      change();
      const changed = sheet.inputs();
      const names = sheet.names();
      assert.notDeepEqual(changed, inputs);
      assert.equal(sheet.undo(), true);
      assert.deepEqual(sheet.inputs(), inputs);
      assert.deepEqual(sheet.names(), { few: 'A1:A2' });
      assert.equal(sheet.width('B'), 99);
      assert.equal(sheet.value('C4'), 1);
      assert.equal(sheet.redo(), true);
      assert.deepEqual(sheet.inputs(), changed);
      assert.deepEqual(sheet.names(), names);
      sheet.undo();
    }
  });

  test('what changes nothing is no step', () => {
    const sheet = sheetOf({ A1: '1', B2: '=A1' });
    sheet.define('one', 'A1');
    sheet.setWidth('A', 50);
    sheet.set('C3', 'x');
    sheet.undo();
    sheet.insertRows(3, 5);
    sheet.deleteRows(3);
    sheet.insertColumns('C');
    sheet.deleteColumns('D', 9);
    assert.equal(sheet.redo(), true);
    assert.deepEqual(sheet.inputs(), { A1: '1', B2: '=A1', C3: 'x' });
  });

  test('names and widths alone are a step', () => {
    const sheet = new Sheet();
    sheet.define('one', 'B5');
    sheet.insertRows(3);
    assert.deepEqual(sheet.names(), { one: 'B6' });
    assert.equal(sheet.undo(), true);
    assert.deepEqual(sheet.names(), { one: 'B5' });
  });

  test('listeners hear once of values that are not what they were', () => {
    const sheet = sheetOf({ A1: '1', A2: '1', A3: '7', B1: '=SUM(A1:A3)', AA9: '=B1' });
    const heard = [];
    sheet.onChange((addresses) => heard.push(addresses.join(' ')));
    sheet.insertRows(2);
    sheet.undo();
    sheet.deleteRows(2);
    sheet.insertRows(20);
    sheet.deleteRows(9999);
    assert.deepEqual(heard, ['A2 A3 A4 AA9 AA10', 'A2 A3 A4 AA9 AA10', 'B1 A2 A3 AA8 AA9']);
  });

  test('copies are made as before', () => {
    const sheet = sheetOf({ B2: '=A1 + $A1 + A$1 + SUM(B1:$D$1)' });
    sheet.copy('B2', 'C3');
    assert.equal(sheet.input('C3'), '=B2 + $A2 + B$1 + SUM(C$1:$D2)');
    sheet.copy('B2', 'B1');
    assert.equal(sheet.input('B1'), '=#REF! + #REF! + A$1 + SUM(#REF!)');
  });
});
