import { median } from './stats.mjs';

/** A figure that has to be at most (`≤`) or at least (`≥`) its aim. `detail` says what it was made of. */
export function figure({ name, value, sign, aim, unit, detail }) {
  const met = sign === '≤' ? value <= aim : value >= aim;
  const shown = `${value.toPrecision(value < 100 ? 3 : 4)} ${unit}`;
  return { name, value: shown, aim: `${sign} ${aim} ${unit}`, verdict: met ? 'met' : 'missed', detail };
}

/** `4.10 ms`, the median. */
export function milliseconds(values) {
  const ms = median(values);
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

/** How far the median of a ratio can be trusted. */
export function spread({ low, high, rounds }) {
  return `middle half ${low.toFixed(2)}–${high.toFixed(2)} of ${rounds} rounds`;
}
