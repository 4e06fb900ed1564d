import { daysInMonth, weekdayOf } from './calendar.js';

/**
 * The days of a month on which a schedule fires, in ascending order; the field for months is not looked at.
 *
 * @param {import('./parse.js').Schedule} schedule
 */
export function matchingDays(schedule, year, month) {
  const days = [];
  for (let day = 1; day <= daysInMonth(year, month); day += 1) {
    if (isMatchingDay(schedule, year, month, day)) days.push(day);
  }
  return days;
}

/** Where both fields are restricted, one of them is enough. */
function isMatchingDay({ day: dayField, weekday: weekdayField }, year, month, day) {
  const byDay = dayField.values.includes(day);
  const byWeekday = weekdayField.values.includes(weekdayOf(year, month, day));
  if (dayField.any) return byWeekday;
  if (weekdayField.any) return byDay;
  return byDay || byWeekday;
}
