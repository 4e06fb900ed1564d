import { createSource, invalidateObservers, isDeriving, track } from './graph.js';
import { batch } from './queue.js';

/** A value that can be set. */
export function signal(initial, { equals = Object.is } = {}) {
  const node = createSource();
  let value = initial;

  function set(next) {
    if (isDeriving()) throw new TypeError('a derived value must not set anything');
    if (equals(value, next)) return;
    batch(() => {
      value = next;
      node.version += 1;
      invalidateObservers(node);
    });
  }

  return {
    get() {
      track(node);
      return value;
    },
    peek: () => value,
    set,
    update: (fn) => set(fn(value)),
  };
}
