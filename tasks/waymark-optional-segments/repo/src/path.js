/** The segments of a path. A slash at the end doesn't count. */
export function splitPath(path) {
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

/** The decoded segments of a path, or null if they can't be decoded. */
export function decodePath(path) {
  try {
    return splitPath(path).map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** One path behind another one. */
export function joinPaths(prefix, path) {
  return `/${[...splitPath(prefix), ...splitPath(path)].join('/')}`;
}
