import { matchingDays } from './days.js';
import { parse } from './parse.js';

const MINUTE_MS = 60_000;
// The longest wait is the one for 29 February, across a year such as 2100 that is no leap year.
const HORIZON_YEARS = 8;

/** Whether the minute of a date matches. */
export function matches(schedule, date) {
  const start = Math.floor(date.getTime() / MINUTE_MS) * MINUTE_MS;
  return next(schedule, new Date(start - 1))?.getTime() === start;
}

/** The first matching minute strictly after a date, or null if there is none. */
export function next(schedule, after) {
  return upcoming(schedule, after, 1)[0] ?? null;
}

/** Up to `count` matching minutes after a date, in order. */
export function upcoming(schedule, after, count) {
  const dates = [];
  if (count < 1) return dates;
  for (const date of datesAfter(parse(schedule), after)) {
    dates.push(date);
    if (dates.length >= count) break;
  }
  return dates;
}

/** Goes on until there was no match for a whole horizon. */
function* datesAfter(schedule, after) {
  let year = after.getUTCFullYear();
  let lastYear = year + HORIZON_YEARS;
  for (; year <= lastYear; year += 1) {
    for (const date of datesOfYear(schedule, year)) {
      if (date <= after) continue;
      lastYear = year + HORIZON_YEARS;
      yield date;
    }
  }
}

function* datesOfYear(schedule, year) {
  for (const month of schedule.month.values) {
    for (const day of matchingDays(schedule, year, month)) {
      for (const hour of schedule.hour.values) {
        for (const minute of schedule.minute.values) yield new Date(Date.UTC(year, month - 1, day, hour, minute));
      }
    }
  }
}
