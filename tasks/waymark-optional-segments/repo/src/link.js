import { LinkError } from './error.js';
import { namesOf } from './pattern.js';

/** The path of a route, with the query behind it. */
export function buildLink({ name, segments }, params) {
  const path = segments.map((segment) => encodeSegment(segment, params, name));
  const query = encodeQuery(params, namesOf(segments));
  return `/${path.join('/')}${query === '' ? '' : `?${query}`}`;
}

function encodeSegment({ kind, name }, params, route) {
  if (kind === 'text') return encodeURI(name);
  const value = params[name];
  if (value === undefined || value === null || value === '') throw new LinkError(`"${name}" is missing`, route);
  return kind === 'rest' ? String(value).split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
}

function encodeQuery(params, inPath) {
  return Object.entries(params)
    .filter(([key]) => !inPath.includes(key))
    .flatMap(([key, value]) => [value].flat().map((item) => [key, item]))
    .filter(([, item]) => item !== undefined && item !== null)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
}
