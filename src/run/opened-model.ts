import type { Price } from '../budget/prices.ts';
import type { ModelSpec } from '../model/providers.ts';
import type { Probe } from './probe.ts';

/** A model that an entry names, and what opens it. */
export type OpenedModel = ModelSpec & {
  /** The provider's, null where it wants none. */
  key: string | null;
  /** It answers again what it answered in a recorded run; only what is not on record there is asked. */
  isReplayed?: true;
  /** What agents may send to it though it is not known, by name. */
  pass: readonly string[];
  /** Of any model of this provider. */
  priceOf(model: string): Price | null;
  /** Of a run: what people are told of the provider meanwhile, and how many trials in a row it has failed. */
  watch?: { say(text: string): void; failures: number; keep(probe: Probe): Promise<void> };
};
