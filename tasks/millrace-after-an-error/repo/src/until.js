import { effect } from './effect.js';

/** A promise that is resolved as soon as a condition holds. */
export function until(condition) {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!condition()) return;
      resolve();
      // The first run is over before there is anything to stop.
      queueMicrotask(() => stop());
    });
  });
}
