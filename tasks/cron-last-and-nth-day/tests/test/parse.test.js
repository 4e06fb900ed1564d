import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CronError, normalize, parse } from '../src/index.js';

/** Asserts that an expression is refused because of one field. */
function refuses(expression, field) {
  assert.throws(
    () => parse(expression),
    (error) => error instanceof CronError && error.field === field,
    `${expression} should be refused for ${field}`,
  );
}

describe('fields', () => {
  test('values, lists, ranges and steps', () => {
    assert.equal(parse('5 * * * *').minute.values.join(), '5');
    assert.equal(parse('5,1,5 * * * *').minute.values.join(), '1,5');
    assert.equal(parse('10-13 * * * *').minute.values.join(), '10,11,12,13');
    assert.equal(parse('*/20 * * * *').minute.values.join(), '0,20,40');
    assert.equal(parse('50/4 * * * *').minute.values.join(), '50,54,58');
    assert.equal(parse('1-9/4,30 * * * *').minute.values.join(), '1,5,9,30');
  });

  test('names', () => {
    assert.equal(parse('0 0 * JAN,jul *').month.values.join(), '1,7');
    assert.equal(parse('0 0 * * mon-FRI').weekday.values.join(), '1,2,3,4,5');
  });

  test('seven is Sunday', () => {
    assert.equal(parse('0 0 * * 7').weekday.values.join(), '0');
    assert.equal(parse('0 0 * * 5-7').weekday.values.join(), '0,5,6');
    assert.equal(parse('0 0 * * *').weekday.values.length, 7);
  });

  test('macros', () => {
    assert.equal(normalize('@weekly'), '0 0 * * 0');
    assert.equal(normalize('@Yearly'), '0 0 1 1 *');
  });

  test('a schedule is returned as it is', () => {
    const schedule = parse('0 0 * * *');
    assert.equal(parse(schedule) === schedule, true);
  });
});

describe('errors', () => {
  test('the number of fields', () => {
    assert.throws(() => parse('* * * *'), { name: 'CronError', message: 'expected 5 fields, found 4' });
    assert.equal(new CronError('x').field, undefined);
  });

  test('values out of range', () => {
    refuses('60 * * * *', 'minute');
    refuses('* 24 * * *', 'hour');
    refuses('* * 0 * *', 'day');
    refuses('* * * 13 *', 'month');
    refuses('* * * * 8', 'weekday');
  });

  test('what is no value', () => {
    refuses('x * * * *', 'minute');
    refuses('* -1 * * *', 'hour');
    refuses('* * 1, * *', 'day');
    refuses('* * * FRI *', 'month');
    refuses('* * * * JAN', 'weekday');
  });

  test('ranges and steps', () => {
    refuses('9-5 * * * *', 'minute');
    refuses('1-2-3 * * * *', 'minute');
    refuses('*/0 * * * *', 'minute');
    refuses('* */x * * *', 'hour');
    refuses('* * 1/2/3 * *', 'day');
  });

  test('letters that are no names', () => {
    refuses('L * * * *', 'minute');
    refuses('* * * L *', 'month');
    refuses('* * * * L', 'weekday');
    refuses('* * * * XL', 'weekday');
    refuses('* * * * XYZ#1', 'weekday');
    refuses('* * 2#1 * *', 'day');
    assert.equal(parse('0 0 * JUL *').month.values[0], 7);
  });

  test('name the field and the text', () => {
    assert.throws(() => parse('* * * FOO *'), { message: 'month: "FOO" is not a value' });
    assert.equal(new CronError('x', 'hour').message, 'hour: x');
  });
});

describe('relative days', () => {
  test('are read in every spelling', () => {
    assert.equal(normalize('0 0 l * *'), '0 0 L * *');
    assert.equal(normalize('0 0 l-3 * *'), '0 0 L-3 * *');
    assert.equal(normalize('0 0 * * fril'), '0 0 * * 5L');
    assert.equal(normalize('0 0 * * 5L'), '0 0 * * 5L');
    assert.equal(normalize('0 0 * * Fri#2'), '0 0 * * 5#2');
    assert.equal(normalize('0 0 * * 5#2'), '0 0 * * 5#2');
  });

  test('know both numbers of Sunday', () => {
    assert.equal(normalize('0 0 * * 7L'), '0 0 * * 0L');
    assert.equal(normalize('0 0 * * 7#1,0#1,SUN#1'), '0 0 * * 0#1');
  });

  test('come after plain numbers, each once and in order', () => {
    assert.equal(normalize('0 0 L,15,L-2,1,L-10,L * *'), '0 0 1,15,L-10,L-2,L * *');
    assert.equal(normalize('0 0 * * 5L,MONL,WED,5#2,1#3,1#1,TUE,FRIL'), '0 0 * * 2,3,1#1,1#3,5#2,1L,5L');
    assert.equal(normalize('0 0 L,1-3,5 * 1-5,SATL'), '0 0 1-3,5,L * 1-5,6L');
  });

  test('survive their canonical form', () => {
    const canonical = normalize('0 0 L-2,7 * FRI#5,SUNL');
    assert.equal(canonical, '0 0 7,L-2 * 5#5,0L');
    assert.equal(normalize(canonical), '0 0 7,L-2 * 5#5,0L');
  });

  test('accept the whole range of counts', () => {
    assert.equal(normalize('0 0 L-1,L-30 * *'), '0 0 L-30,L-1 * *');
    assert.equal(normalize('0 0 * * MON#1,MON#5'), '0 0 * * 1#1,1#5');
  });

  test('leave names that end in L alone', () => {
    assert.equal(normalize('0 0 * JUL *'), '0 0 * 7 *');
    assert.equal(normalize('0 0 L JUL,APR *'), '0 0 L 4,7 *');
  });
});

describe('errors of relative days', () => {
  test('belong to day and weekday only', () => {
    refuses('L * * * *', 'minute');
    refuses('* L * * *', 'hour');
    refuses('* * * L *', 'month');
    refuses('* * * JANL *', 'month');
    refuses('* * * 1#2 *', 'month');
    assert.equal(normalize('0 0 L * *'), '0 0 L * *');
  });

  test('do not mix the two kinds', () => {
    refuses('* * 5#2 * *', 'day');
    refuses('* * FRIL * *', 'day');
    refuses('* * 15L * *', 'day');
    refuses('* * * * L', 'weekday');
    refuses('* * * * L-3', 'weekday');
    assert.equal(normalize('0 0 * * 6L'), '0 0 * * 6L');
  });

  test('refuse counts that no month has', () => {
    refuses('* * L-0 * *', 'day');
    refuses('* * L-31 * *', 'day');
    refuses('* * * * FRI#0', 'weekday');
    refuses('* * * * FRI#6', 'weekday');
    refuses('* * * * 8L', 'weekday');
    refuses('* * * * 8#1', 'weekday');
    assert.equal(normalize('0 0 L-30 * *'), '0 0 L-30 * *');
  });

  test('refuse ranges, steps and loose ends', () => {
    refuses('* * 1-L * *', 'day');
    refuses('* * L/2 * *', 'day');
    refuses('* * L-3/2 * *', 'day');
    refuses('* * L-3-1 * *', 'day');
    refuses('* * L- * *', 'day');
    refuses('* * */L * *', 'day');
    refuses('* * * * MON-FRIL', 'weekday');
    refuses('* * * * MON-FRI#2', 'weekday');
    refuses('* * * * MON#1-3', 'weekday');
    refuses('* * * * FRI#2/2', 'weekday');
    refuses('* * * * FRIL/2', 'weekday');
    refuses('* * * * *L', 'weekday');
    refuses('* * * * *#1', 'weekday');
    refuses('* * * * FRI#', 'weekday');
    refuses('* * * * #2', 'weekday');
    refuses('* * * * FRI#2L', 'weekday');
    assert.equal(normalize('0 0 L * MONL'), '0 0 L * 1L');
  });
});

describe('normalize', () => {
  test('sorts and joins runs', () => {
    assert.equal(normalize('30,0 9-17 * * MON-FRI'), '0,30 9-17 * * 1-5');
    assert.equal(normalize('1,2 3,2,1 7,8,9,20 * *'), '1,2 1-3 7-9,20 * *');
  });

  test('writes steps as their values', () => {
    assert.equal(normalize('*/15 */12 * */6 *'), '0,15,30,45 0,12 * 1,7 *');
  });

  test('keeps the difference between every day and any day', () => {
    assert.equal(normalize('0 0 1-31 * *'), '0 0 1-31 * *');
    assert.equal(normalize('0 0 * * 0-6'), '0 0 * * 0-6');
  });
});
