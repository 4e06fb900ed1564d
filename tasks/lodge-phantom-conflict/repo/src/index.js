export { ConflictError, Ledger } from './ledger.js';
export { quote } from './quote.js';
