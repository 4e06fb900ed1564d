import type { Dialect, RequestView } from './dialects/dialect.ts';
import type { Upstream } from './upstream.ts';

/** A request that is to be passed on, and how it is read. */
export type Asked = {
  dialect: Dialect;
  upstream: Upstream;
  path: string;
  source: Buffer;
  view: RequestView;
  body: unknown;
};
