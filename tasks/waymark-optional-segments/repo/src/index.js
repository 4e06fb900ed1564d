export { LinkError, PatternError } from './error.js';
export { Router } from './router.js';
