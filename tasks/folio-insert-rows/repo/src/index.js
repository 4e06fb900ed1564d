export { Sheet } from './sheet.js';
