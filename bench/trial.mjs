import { figure, milliseconds, spread } from './figure.mjs';
import { withGym } from './gym.mjs';
import { interleave, ratioOf, timed } from './stats.mjs';

const BARE = {
  docker: { bare: 'containers by bare calls', aim: 1.5 },
  namespace: { bare: 'two bare namespaces', aim: 2.5 },
};

/** What a whole oracle trial costs, from an empty slot to a verdict on disk, against its containers alone. */
export async function measureTrial() {
  const figures = [];
  for (const [kind, { bare, aim }] of Object.entries(BARE)) {
    figures.push(await measureKind(kind, { bare, aim }));
  }
  return figures;
}

async function measureKind(kind, { bare, aim }) {
  let result;
  await withGym(kind, async ({ trial, floor }) => {
    const ms = await interleave(
      { gym: () => timed(trial), bare: () => timed(floor.trial) },
      { warmUp: 2, rounds: 40, seconds: 35 },
    );
    const ratio = ratioOf(ms.gym, ms.bare);
    const detail = `${milliseconds(ms.gym)} against ${milliseconds(ms.bare)}; ${spread(ratio)}`;
    const name = `oracle trial, to its ${bare}`;
    result = figure({ name, value: ratio.median, sign: '≤', aim, unit: '×', detail });
  });
  return result;
}
