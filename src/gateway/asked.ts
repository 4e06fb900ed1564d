import type { Dialect, RequestView } from './dialects/dialect.ts';
import type { Vetted } from './requests/vet.ts';
import type { Upstream } from './upstream.ts';

/** A request that is to be passed on, and how it is read. */
export type Asked = Vetted & {
  dialect: Dialect;
  upstream: Upstream;
  path: string;
  /** What the agent sent. */
  source: Buffer;
  /** Of what goes on, and so is `body`. */
  view: RequestView;
  body: unknown;
};
