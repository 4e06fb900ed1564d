export { derived } from './derived.js';
export { effect } from './effect.js';
export { CycleError, LoopError } from './error.js';
export { untracked } from './graph.js';
export { history } from './history.js';
export { batch } from './queue.js';
export { signal } from './signal.js';
export { until } from './until.js';
