import { CycleError } from './error.js';
import { collect, createConsumer, createSource, invalidateObservers, isOutdated, track, untracked } from './graph.js';

/** A value that follows from others. */
export function derived(compute, { equals = Object.is } = {}) {
  const node = { ...createSource(refresh), ...createConsumer('derived', invalidate) };
  let value;
  let isStale = true;
  let isComputing = false;

  function invalidate() {
    if (isStale) return;
    isStale = true;
    invalidateObservers(node);
  }

  function refresh() {
    if (isComputing || !isStale) return;
    isComputing = true;
    if (node.version === 0 || isOutdated(node)) recompute();
    isComputing = false;
    isStale = false;
  }

  function recompute() {
    const next = collect(node, compute);
    if (node.version > 0 && untracked(() => equals(value, next))) return;
    value = next;
    node.version += 1;
  }

  function peek() {
    if (isComputing) throw new CycleError();
    refresh();
    return value;
  }

  return {
    get() {
      const current = peek();
      track(node);
      return current;
    },
    peek,
  };
}
