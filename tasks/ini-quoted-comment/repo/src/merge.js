/**
 * Layers configurations: later ones win, sections are merged key by key, lists are replaced.
 * Returns a new object and leaves its arguments as they are.
 */
export function merge(base, ...layers) {
  const result = copy(base);
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const both = isSection(value) && isSection(result[key]);
      result[key] = both ? merge(result[key], value) : copy(value);
    }
  }
  return result;
}

function copy(value) {
  if (Array.isArray(value)) return value.map(copy);
  if (!isSection(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

function isSection(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
