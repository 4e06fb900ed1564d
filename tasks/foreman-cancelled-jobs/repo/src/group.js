import { FINAL, isFinal } from './job.js';

/** Adds many jobs and follows them until all of them are finished. See the README. */
export function addAll(queue, items, optionsOf = () => ({})) {
  const jobs = items.map((item) => queue.add(item, optionsOf(item)));
  const open = new Set(jobs);
  const total = open.size;
  const counts = Object.fromEntries(FINAL.map((state) => [state, 0]));

  const finished = new Promise((resolve) => {
    const removers = FINAL.map((state) => queue.on(state, note));

    function note(job) {
      if (!open.delete(job)) return;
      counts[job.state] += 1;
      settle();
    }

    function settle() {
      if (open.size > 0) return;
      for (const remove of removers) remove();
      resolve(counts);
    }

    for (const job of [...open].filter(isFinal)) note(job);
    settle();
  });

  return { jobs, progress: () => (total === 0 ? 1 : (total - open.size) / total), finished };
}
