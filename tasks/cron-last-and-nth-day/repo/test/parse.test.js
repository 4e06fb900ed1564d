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

  test('name the field and the text', () => {
    assert.throws(() => parse('* * * FOO *'), { message: 'month: "FOO" is not a value' });
    assert.equal(new CronError('x', 'hour').message, 'hour: x');
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
