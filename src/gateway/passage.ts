import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';
import type { Place } from './upstream.ts';
import type { Ends } from './watch-ends.ts';

export type Passed = Pick<
  Exchange,
  'status' | 'headers' | 'response' | 'answer' | 'brokenBy' | 'paidBefore' | 'trouble'
>;
export type Passage = {
  place: Place;
  body: Buffer;
  headers: IncomingHttpHeaders;
  response: ServerResponse;
  ends: Ends;
};
