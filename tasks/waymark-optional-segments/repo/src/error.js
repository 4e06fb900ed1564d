/** A pattern that can't be read, or that can't be added. */
export class PatternError extends Error {
  constructor(message, pattern) {
    super(`${pattern}: ${message}`);
    this.name = 'PatternError';
    this.pattern = pattern;
  }
}

/** A link that can't be built. */
export class LinkError extends Error {
  constructor(message, route) {
    super(`${route}: ${message}`);
    this.name = 'LinkError';
    this.route = route;
  }
}
