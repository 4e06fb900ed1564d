import { type ModelFacts, modelFacts, type PriceTable, priceTable } from '../model/facts.ts';
import type { Runner } from './runner.ts';

type Planned = { entries: readonly { model: string | null }[]; runner: Runner };

/** A plan with what is known today of its models and their prices. None of that makes it another run. Pure. */
export function withModelFacts<P extends Planned>(plan: P): P & { models: ModelFacts[]; prices: PriceTable } {
  const { models: table, judge } = plan.runner;
  const named = new Set([...modelsOf(plan), ...(judge ? [judge.model] : [])]);
  return { ...plan, models: [...named].map((ref) => modelFacts(ref, table)), prices: priceTable(table) };
}

/** Every model that a run asks to come to submissions, by reference. */
export function modelsOf({ entries, runner: { strategy } }: Planned): string[] {
  const named = [...entries.map(({ model }) => model), strategy?.tests?.model, strategy?.judge?.model];
  return [...new Set(named.filter((ref) => typeof ref === 'string'))];
}
