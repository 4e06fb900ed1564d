/** States in which a job has nothing left to do. See docs/states.md. */
export const FINAL = ['done', 'failed'];

export function createJob(id, data, { priority = 0, key } = {}) {
  return { id, data, key, priority, state: null, attempts: 0, result: undefined, error: undefined };
}

export function comesBefore(a, b) {
  return a.priority === b.priority ? a.id < b.id : a.priority > b.priority;
}

export function isFinal(job) {
  return FINAL.includes(job.state);
}
