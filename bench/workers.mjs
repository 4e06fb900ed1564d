import pLimit from 'p-limit';
import { figure, spread } from './figure.mjs';
import { withGym } from './gym.mjs';
import { interleave, median, ratioOf, timed } from './stats.mjs';

const WORKERS = 4;
const TRIALS = 8;

/** How much faster four workers are than one, against the same of the containers alone. */
export async function measureWorkers() {
  let figures = [];
  await withGym('docker', async ({ trial, floor }) => {
    // Every worker's slot exists before anything is measured.
    await inParallel(WORKERS, trial);
    const each = (workers, work) => () => timed(() => inParallel(workers, work));
    const ms = await interleave(
      {
        gymOne: each(1, trial),
        bareOne: each(1, floor.trial),
        gymAll: each(WORKERS, trial),
        bareAll: each(WORKERS, floor.trial),
      },
      { warmUp: 0, rounds: 6, seconds: 60 },
    );
    const gym = speedUp(ms.gymOne, ms.gymAll);
    const bare = speedUp(ms.bareOne, ms.bareAll);
    const share = ratioOf(gym, bare);
    const detail = `${median(gym).toFixed(2)} × against ${median(bare).toFixed(2)} ×; ${spread(share)}`;
    const name = `speed-up of ${WORKERS} workers, to that of bare calls`;
    figures = [figure({ name, value: share.median, sign: '≥', aim: 0.9, unit: '×', detail })];
  });
  return figures;
}

function inParallel(workers, work) {
  const limit = pLimit(workers);
  return Promise.all(Array.from({ length: TRIALS }, () => limit(work)));
}

function speedUp(one, all) {
  return one.map((ms, round) => ms / all[round]);
}
