import { collect, createConsumer, disconnect, untracked } from './graph.js';
import { batch, enqueue } from './queue.js';

/**
 * Runs a function now and whenever something that it read has changed.
 *
 * @param {() => void | (() => void)} run may return a function that is called before the next run and at the end
 * @returns {() => void} stops it
 */
export function effect(run) {
  const node = { ...createConsumer('effect', () => enqueue(node)), execute };
  let cleanUp = null;
  let isStopped = false;

  function execute() {
    finish();
    if (isStopped) return;
    const result = collect(node, run);
    cleanUp = typeof result === 'function' ? result : null;
    // It may have stopped itself.
    if (isStopped) stop();
  }

  function finish() {
    const last = cleanUp;
    cleanUp = null;
    if (last !== null) untracked(last);
  }

  function stop() {
    isStopped = true;
    disconnect(node);
    finish();
  }

  batch(execute);
  return stop;
}
