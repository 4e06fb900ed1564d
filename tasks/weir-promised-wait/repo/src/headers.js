/** A decision as HTTP headers, with seconds rounded up. */
export function headersFor({ allowed, limit, remaining, retryAfterMs, resetMs }) {
  const headers = {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': seconds(resetMs),
  };
  // What is never allowed has no time to come back at.
  if (!allowed && retryAfterMs !== Infinity) headers['retry-after'] = seconds(retryAfterMs);
  return headers;
}

function seconds(ms) {
  return String(Math.ceil(ms / 1000));
}
