export { tokenBucket } from './bucket.js';
export { Gate } from './gate.js';
export { headersFor } from './headers.js';
export { Limiter } from './limiter.js';
export { parseRate } from './rate.js';
export { slidingWindow } from './window.js';
