export { backoff } from './backoff.js';
export { addAll } from './group.js';
export { Queue } from './queue.js';
