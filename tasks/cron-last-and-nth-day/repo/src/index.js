export { describe } from './describe.js';
export { CronError } from './error.js';
export { matches, next, upcoming } from './next.js';
export { normalize } from './normalize.js';
export { parse } from './parse.js';
export { Scheduler } from './scheduler.js';
