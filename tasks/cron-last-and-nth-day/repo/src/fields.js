const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The five fields in their order. `names` maps a name to its value; `wrap` turns the values that are
 * read into the values that are kept (7 is another way to write Sunday).
 */
export const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: new Map() },
  { name: 'hour', min: 0, max: 23, names: new Map() },
  { name: 'day', min: 1, max: 31, names: new Map() },
  { name: 'month', min: 1, max: 12, names: new Map(MONTHS.map((name, index) => [name, index + 1])) },
  { name: 'weekday', min: 0, max: 7, names: new Map(WEEKDAYS.map((name, index) => [name, index])), wrap: 7 },
];
