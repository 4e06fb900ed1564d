/** The value below which `share` of the values lie (linear between neighbours). */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values) {
  return quantile(values, 0.5);
}

/** However slow the machine is: fewer rounds have no middle half. */
const MIN_ROUNDS = 3;

/**
 * Calls every function of `subjects` once a round, first in rounds that don't count. The order turns from round to round,
 * so that none of them always runs behind the same other. Stops after `rounds`, or when `seconds` are over. Returns each
 * subject's results by round.
 */
export async function interleave(subjects, { warmUp, rounds, seconds }) {
  const names = Object.keys(subjects);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  const endMs = performance.now() + seconds * 1000;
  for (let round = -warmUp; round < rounds; round += 1) {
    if (round >= MIN_ROUNDS && performance.now() > endMs) break;
    const turn = (round + warmUp) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const result = await subjects[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** Median and quartiles of the rounds' ratios: what slows a whole round down leaves its ratio alone. */
export function ratioOf(over, under) {
  const ratios = over.map((value, round) => value / under[round]);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75), rounds: ratios.length };
}

export async function timed(work) {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
