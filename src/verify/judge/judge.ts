import type { Model } from '../../model/model.ts';
import type { Prompts } from './prompts.ts';

/** What its calls have come to so far. */
export type JudgeUsage = {
  calls: number;
  input: number;
  output: number;
  /** null: its price is not known. */
  costUsd: number | null;
};

/** A piece of material that a judge is shown. `note` is ours, and says how much of it was cut. */
export type Section = { name: string; text: string; note?: string };

/** How material is set off from what we say ourselves. `purpose` tells requests over the same material apart. */
export type Present = (purpose: string, sections: readonly Section[]) => { explanation: string; text: string };

/** A language model that judges. */
export type Judge = {
  /** As `provider/name`. */
  name: string;
  model: Model;
  prompts: Prompts;
  present: Present;
  used(): JudgeUsage;
  /** Keeps its newest answer no longer. Whether that was one of before, and the model can be asked in its place. */
  forget(): Promise<boolean>;
  signal: AbortSignal;
};
