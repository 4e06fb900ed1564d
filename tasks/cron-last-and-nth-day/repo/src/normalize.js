import { FIELDS } from './fields.js';
import { parse } from './parse.js';

/** The canonical expression of a schedule: two schedules that mean the same have the same one, as a rule. */
export function normalize(schedule) {
  const fields = parse(schedule);
  return FIELDS.map(({ name }) => normalizeField(fields[name])).join(' ');
}

function normalizeField({ values, any }) {
  return any ? '*' : runsOf(values).map(writeRun).join(',');
}

/** Splits ascending numbers where they skip one: [1, 2, 3, 7] → [[1, 2, 3], [7]]. */
function runsOf(values) {
  const runs = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs;
}

function writeRun(run) {
  return run.length < 3 ? run.join(',') : `${run[0]}-${run.at(-1)}`;
}
