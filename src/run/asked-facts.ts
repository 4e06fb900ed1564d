import { isSameModel, priceCharge, type Served } from '../budget/charge.ts';
import type { Limits } from '../budget/limits.ts';
import type { Price } from '../budget/prices.ts';
import { GymkhanaError } from '../errors.ts';
import type { Exchange } from '../gateway/exchange.ts';
import type { RequestEdit } from '../gateway/requests/vet.ts';
import type { Usage } from '../journal/record.ts';

type ModelUsage = NonNullable<Usage['model']>;

/** What is told of one rollout's requests and answers beside what they cost. */
export type AskedFacts = {
  /** False where it is on record already. */
  addEdit(edit: RequestEdit): boolean;
  addAnswer(exchange: Exchange): void;
  told(): Pick<ModelUsage, 'withheld' | 'passed' | 'otherModels'>;
};

/** Agents may send any number of names, of any length. */
const MAX_NAMES = 100;

export function createAskedFacts(model: string): AskedFacts {
  const edits = new Map<string, RequestEdit>();
  const others = new Set<string>();
  return {
    addEdit(edit) {
      const key = `${edit.action} ${edit.what} ${edit.name}`;
      if (edits.has(key) || edits.size >= MAX_NAMES) return false;
      edits.set(key, edit);
      return true;
    },
    addAnswer({ model: asked, answer }) {
      const answered = answer.served.model ?? asked;
      if (!isSameModel(model, answered) && others.size < MAX_NAMES) others.add(answered);
    },
    told() {
      const all = [...edits.values()];
      const named = (action: RequestEdit['action']) => [
        ...new Set(all.filter((edit) => edit.action === action).map(({ what, name }) => `${what} ${name}`)),
      ];
      const [withheld, passed, otherModels] = [named('withheld'), named('passed'), [...others]];
      return {
        ...(withheld.length > 0 && { withheld }),
        ...(passed.length > 0 && { passed }),
        ...(otherModels.length > 0 && { otherModels }),
      };
    },
  };
}

/** Whether an answer says that it is not what was asked for, at its plain price. */
export function isServedOtherwise(asked: string, { model, tiers, tools }: Served): boolean {
  return tiers.length > 0 || tools.length > 0 || (model !== null && model !== asked);
}

/**
 * What has no price stops the trial where a limit of cost holds, or where another model answered: that is none of the
 * entry's answers. Elsewhere the cost is unknown.
 * @throws GymkhanaError MODEL_DIFFERS, PRICE_UNKNOWN: infra errors, as no agent can bring them about
 */
export function mustBePriced(
  { model: asked, answer: { served, usage } }: Exchange,
  { ref, priceOf, limits }: { ref: string; priceOf(model: string): Price | null; limits: Limits },
): void {
  if (priceCharge({ asked, served, tokens: usage }, priceOf) !== null) return;
  const place = `--model ${ref}`;
  const provider = ref.slice(0, ref.indexOf('/'));
  if (served.model !== null && !isSameModel(asked, served.model)) {
    const problem = `${JSON.stringify(served.model)} answered in its place`;
    const fix = `name that one as the model, or its price under models.prices of the runner, as "${provider}/${served.model}"`;
    throw new GymkhanaError({ code: 'MODEL_DIFFERS', place, problem, fix });
  }
  if (limits.costUsd === undefined) return;
  const how = [...served.tiers.map((tier) => `tier ${tier}`), ...served.tools].join(', ') || asked;
  const problem = `the provider served ${JSON.stringify(how)}, which has no known price, and there is a limit of cost`;
  const fix = `say its price under models.prices of the runner, as tiers of "${provider}/${asked}", or leave the limit out`;
  throw new GymkhanaError({ code: 'PRICE_UNKNOWN', place, problem, fix });
}
