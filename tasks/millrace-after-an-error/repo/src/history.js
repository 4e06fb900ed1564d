import { effect } from './effect.js';
import { batch } from './queue.js';

/** Records every change of some signals, for undo and redo. */
export function history(signals, { limit = 100 } = {}) {
  const past = [];
  const future = [];
  let present = read();
  let isRestoring = false;

  function read() {
    return signals.map((signal) => signal.peek());
  }

  const stop = effect(() => {
    const next = signals.map((signal) => signal.get());
    if (isRestoring || next.every((value, index) => Object.is(value, present[index]))) return;
    past.push(present);
    if (past.length > limit) past.shift();
    future.length = 0;
    present = next;
  });

  function restore(values) {
    isRestoring = true;
    batch(() => signals.forEach((signal, index) => signal.set(values[index])));
    isRestoring = false;
    // Effects may have set something in answer.
    present = read();
  }

  function move(from, to) {
    if (from.length === 0) return false;
    to.push(present);
    restore(from.pop());
    return true;
  }

  return {
    undo: () => move(past, future),
    redo: () => move(future, past),
    stop,
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
  };
}
