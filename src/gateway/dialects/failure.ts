import { cutText } from '../../text/cut.ts';
import { record, text } from './json.ts';

/** A provider's report that it failed. `code`: the HTTP status that it amounts to, null where it says none. */
export type Failure = { failed: string; code: number | null };

/** What providers call their errors, by the status that they send with it as a rule. */
const STATUSES: Record<string, number> = {
  invalid_request_error: 400,
  invalid_prompt: 400,
  context_length_exceeded: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  billing_error: 402,
  insufficient_credits: 402,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  server_error: 500,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** The error that a body or an event holds, in the forms that providers write it; null where it holds none. */
export function failureIn(body: unknown): Failure | null {
  const { error, object, type, message } = record(body);
  if (object === 'error' || (type === 'error' && !error)) return readFailure({ ...record(body), message });
  return error ? readFailure(error) : null;
}

/** An error as an object, or a text. */
export function readFailure(error: unknown): Failure {
  const { message, code, status, type } = record(error);
  const said = text(error) || text(message) || text(code) || text(type) || 'an error without a message';
  const known = [code, status, type].map(statusOf).find((one) => one !== null);
  return { failed: cutText(said, 500), code: known ?? null };
}

function statusOf(value: unknown): number | null {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 400 && number <= 599) return number;
  return typeof value === 'string' && Object.hasOwn(STATUSES, value) ? STATUSES[value]! : null;
}
