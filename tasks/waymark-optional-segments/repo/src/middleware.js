import { PatternError } from './error.js';
import { parsePattern } from './pattern.js';

/** A middleware for all paths from a prefix on. */
export function createLayer(prefix, middleware) {
  const { segments } = parsePattern(prefix);
  if (segments.some(({ kind }) => kind !== 'text')) throw new PatternError('a prefix is text', prefix);
  return { prefix: segments.map(({ name }) => name), middleware };
}

/** Runs the layers that apply to a path, one inside the other, and the handler innermost. */
export function runLayers(layers, parts, request, handler) {
  const [layer, ...others] = layers;
  if (layer === undefined) return handler(request);
  const next = (changed = request) => runLayers(others, parts, changed, handler);
  const applies = layer.prefix.every((text, index) => parts[index] === text);
  return applies ? layer.middleware(request, next) : next();
}
