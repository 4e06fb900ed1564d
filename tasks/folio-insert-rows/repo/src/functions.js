import { fail, toNumber } from './value.js';

/**
 * Functions of formulas. Each gets its parameters as functions: `value()` is a single value, `values()` all values of an
 * area.
 */
export const FUNCTIONS = {
  SUM: (...parameters) => numbersOf(parameters).reduce((sum, number) => sum + number, 0),
  COUNT: (...parameters) => numbersOf(parameters).length,
  MIN: (...parameters) => Math.min(...orZero(numbersOf(parameters))),
  MAX: (...parameters) => Math.max(...orZero(numbersOf(parameters))),
  IF: (condition, yes, no) => (condition.value() ? yes.value() : (no?.value() ?? false)),
  ROUND: (number, digits) => {
    const scale = 10 ** (digits === undefined ? 0 : toNumber(digits.value()));
    return Math.round(toNumber(number.value()) * scale) / scale;
  },
  LOG10: (number) => {
    const value = Math.log10(toNumber(number.value()));
    if (!Number.isFinite(value)) throw fail('#VALUE!');
    return value;
  },
};

function numbersOf(parameters) {
  return parameters.flatMap((parameter) => parameter.values()).filter((value) => typeof value === 'number');
}

function orZero(numbers) {
  return numbers.length > 0 ? numbers : [0];
}
