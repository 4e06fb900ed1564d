import { figure, milliseconds, spread } from './figure.mjs';
import { withGym } from './gym.mjs';
import { interleave, ratioOf, timed } from './stats.mjs';

/** What a whole oracle trial costs, from an empty slot to a verdict on disk, against its containers alone. */
export async function measureTrial() {
  let figures = [];
  await withGym(async ({ trial, floor }) => {
    const ms = await interleave(
      { gym: () => timed(trial), bare: () => timed(floor.trial) },
      { warmUp: 2, rounds: 40, seconds: 35 },
    );
    const ratio = ratioOf(ms.gym, ms.bare);
    const detail = `${milliseconds(ms.gym)} against ${milliseconds(ms.bare)}; ${spread(ratio)}`;
    const name = 'oracle trial, to its containers by bare calls';
    figures = [figure({ name, value: ratio.median, sign: '≤', aim: 1.5, unit: '×', detail })];
  });
  return figures;
}
