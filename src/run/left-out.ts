import { CHANGED_MEANWHILE, type Export, type ExportBudget, type Layer, type Sandbox } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { applyPolicy } from '../verify/protect.ts';
import type { VerifierResult } from '../verify/verifier.ts';

type Left = { path: string; reason: string };

const MAX_NAMED = 5;

/**
 * A result whose reason says what of the work was not tested, where it is not the best one: what could not be taken
 * along (`skipped` of the submission), and edits of the base's files that the verifier did not let in.
 */
export function sayLeftOut<Detail>(
  result: VerifierResult<Detail>,
  { skipped, manifest }: { skipped: readonly Left[]; manifest: Layer['manifest'] },
): VerifierResult<Detail> {
  const { score, detail } = result;
  if (score.value === 1 || score.tampered) return result;
  const { dropped = [] } = (detail ?? {}) as { dropped?: readonly Left[] };
  const left = [...skipped, ...dropped.filter(({ path }) => manifest.has(path))];
  if (left.length === 0) return result;
  const said = `not tested, as it was left out: ${nameSome(left)}`;
  return { detail, score: { ...score, reason: score.reason === undefined ? said : `${score.reason}; ${said}` } };
}

/**
 * The same for the agent when it submits, by the workspace as it is then. Paths of hidden tests are not in it. Empty where
 * nothing is left out, or where the sandbox is dead.
 */
export async function previewLeftOut(
  sandbox: Pick<Sandbox, 'checkpoint'>,
  { task, manifest, budget }: { task: Task; manifest: Layer['manifest']; budget: ExportBudget },
): Promise<string> {
  const change = await sandbox.checkpoint(budget).catch(() => null);
  if (!change) return '';
  const left = [
    ...change.skipped.filter(({ reason }) => reason !== CHANGED_MEANWHILE),
    ...dropped(change, task, manifest),
  ];
  return left.length === 0 ? '' : `left out: ${nameSome(left)}`;
}

/** What at least one verifier does not let in, of the base's files. */
function dropped(change: Export, task: Task, manifest: Layer['manifest']): Left[] {
  const touched = {
    files: change.files.filter(({ path }) => manifest.has(path)),
    deleted: change.deleted.filter((path) => manifest.has(path)),
  };
  const rules = task.verify.map((spec) => ('protect' in spec ? spec.protect : []));
  const all = rules.flatMap((protect) => {
    const { paths } = task.submit;
    return applyPolicy(touched, { paths, protect, hiddenTests: [], baseFiles: manifest.keys() }).dropped;
  });
  return [...new Map(all.map((left) => [left.path, left])).values()];
}

function nameSome(left: readonly Left[]): string {
  const named = left.slice(0, MAX_NAMED).map(({ path, reason }) => (path === '' ? reason : `${path} (${reason})`));
  return `${named.join(', ')}${left.length > MAX_NAMED ? ` and ${left.length - MAX_NAMED} more` : ''}`;
}
