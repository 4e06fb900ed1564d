import { LoopError } from './error.js';
import { isOutdated } from './graph.js';

const MAX_ROUNDS = 100;

let depth = 0;
let queue = new Set();

export function enqueue(effect) {
  queue.add(effect);
}

/** Runs a function and puts off effects until the end of the outermost batch. */
export function batch(run) {
  depth += 1;
  const result = run();
  // What effects set belongs to this batch, so its depth has to last.
  if (depth === 1) flush();
  depth -= 1;
  return result;
}

function flush() {
  for (let round = 1; queue.size > 0; round += 1) {
    const effects = queue;
    queue = new Set();
    if (round > MAX_ROUNDS) throw new LoopError(MAX_ROUNDS);
    for (const effect of effects) {
      if (isOutdated(effect)) effect.execute();
    }
  }
}
