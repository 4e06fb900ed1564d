import { parse } from './parse.js';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The meaning of a schedule in English, such as `At 09:30, on Monday or Friday, in May`. */
export function describe(schedule) {
  const fields = parse(schedule);
  return [describeTime(fields), describeDays(fields), describeMonths(fields)].filter((part) => part !== '').join(', ');
}

function describeTime({ minute, hour }) {
  if (minute.values.length === 1 && hour.values.length === 1) {
    return `At ${twoDigits(hour.values[0])}:${twoDigits(minute.values[0])}`;
  }
  const minutes = minute.any ? 'Every minute' : `At minute ${listOf(minute.values, 'and')}`;
  return hour.any ? `${minutes} of every hour` : `${minutes} of hour ${listOf(hour.values, 'and')}`;
}

function describeDays({ day, weekday }) {
  const phrases = [];
  if (!day.any) phrases.push(`on day ${listOf(day.values, 'or')} of the month`);
  if (!weekday.any) phrases.push(`on ${listOf(weekday.values.map((value) => WEEKDAYS[value]), 'or')}`);
  return phrases.join(' or ');
}

function describeMonths({ month }) {
  return month.any ? '' : `in ${listOf(month.values.map((value) => MONTHS[value - 1]), 'and')}`;
}

/** `1`, `1 or 2`, `1, 2 or 3` */
function listOf(items, conjunction) {
  if (items.length === 1) return String(items[0]);
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
}

function twoDigits(number) {
  return String(number).padStart(2, '0');
}
