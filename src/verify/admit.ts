import { type Admitted, applyPolicy } from './protect.ts';
import type { VerifyRequest } from './verifier.ts';

/** What of a submission a verifier lets in; what stands in `protect` is as it was, and what it writes itself is its own. */
export function admit(
  { submission, task, layer, hidden }: Pick<VerifyRequest, 'submission' | 'task' | 'layer' | 'hidden'>,
  protect: readonly string[] = [],
): Admitted {
  return applyPolicy(submission, {
    paths: task.submit.paths,
    protect,
    hiddenTests: hidden.map(({ path }) => path),
    baseFiles: layer.manifest.keys(),
  });
}
