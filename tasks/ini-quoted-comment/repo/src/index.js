export { IniError } from './error.js';
export { merge } from './merge.js';
export { parse } from './parse.js';
export { stringify } from './stringify.js';
