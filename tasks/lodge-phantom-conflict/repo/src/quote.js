import { clip } from './ranges.js';
import { formatStay, nights, parseStay } from './stay.js';

/**
 * The price of a stay in minor units.
 *
 * @param {string} stay
 * @param {{ base: number, seasons?: { stay: string, price: number }[] }} prices of a night
 * @throws {RangeError} if seasons overlap
 */
export function quote(stay, { base, seasons = [] }) {
  const range = parseStay(stay);
  return clip(sortSeasons(seasons), range).reduce(
    (total, { price, ...part }) => total + nights(part) * (price - base),
    nights(range) * base,
  );
}

function sortSeasons(seasons) {
  const sorted = seasons.map(({ stay, price }) => ({ ...parseStay(stay), price })).sort((a, b) => a.from - b.from);
  sorted.slice(1).forEach((season, index) => {
    if (season.from < sorted[index].to) throw new RangeError(`seasons overlap at ${formatStay(season)}`);
  });
  return sorted;
}
