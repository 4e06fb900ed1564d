export { check, SchemaError } from './check.js';
export { breaking } from './compare.js';
export { describe } from './describe.js';
export { fill } from './fill.js';
export { explain } from './messages.js';
export { strip } from './strip.js';
export { validate } from './validate.js';
