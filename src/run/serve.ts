import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../files.ts';
import type { RecordBody } from '../journal/record.ts';
import { callsIn } from '../trajectory/count-calls.ts';
import type { Event } from '../trajectory/event.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { encodeSubmission } from '../workspace/change.ts';
import { renderPatch } from '../workspace/render-patch.ts';
import type { TrialPlan } from './plan.ts';
import { cutRollout, loadPrefix, type Prefix } from './rollout-state.ts';

type Submitted = Extract<RecordBody, { type: 'submitted' }>;

/**
 * Makes a trial's submission from a prefix of another one's rollout, as its own limit of turns would have left it, with
 * everything on disk; the record for its journal says whose it is. Again it gives the same.
 */
export async function servePrefix(
  plan: TrialPlan,
  { folder, from, fromFolder }: { folder: string; from: Submitted; fromFolder: string },
): Promise<Submitted> {
  const place = 'served-1';
  const trajectoryFile = join(fromFolder, from.trajectory);
  const events = await readTrajectory(trajectoryFile);
  const prefix = cutRollout(from, events, { turns: plan.limits.turns, place: trajectoryFile });
  const { files, deleted, skipped } = await loadPrefix(fromFolder, from, prefix.tree);
  const into = join(folder, place);
  await mkdir(into, { recursive: true });
  await writeDurably(join(into, 'trajectory.jsonl'), renderEvents(prefix));
  await writeDurably(join(into, 'submission.json'), encodeSubmission({ files, deleted }, skipped));
  await writeDurably(join(into, 'patch.diff'), await renderPatch(plan.task.workspaceFolder, { files, deleted }));
  return {
    type: 'submitted',
    ids: { trial: plan.id, rollout: 1, try: 1 },
    stop: prefix.stop,
    usage: {
      turns: prefix.turns,
      seconds: prefix.elapsedMs / 1000,
      calls: prefix.events.reduce((calls, event) => calls + callsIn(event, from.usage.model !== undefined), 0),
      ...modelUsage(from, prefix),
    },
    submission: join(place, 'submission.json'),
    trajectory: join(place, 'trajectory.jsonl'),
    sandbox: from.sandbox,
    parents: [{ how: 'prefix', ...from.ids, turn: prefix.turns }],
    ...(from.sampling && { sampling: from.sampling }),
    ...(from.toldLimits !== undefined && { toldLimits: from.toldLimits }),
  };
}

/** What its model had been asked for until then. */
function modelUsage({ usage }: Submitted, { events, tree }: Prefix): Pick<Submitted['usage'], 'model'> {
  if (!usage.model || tree === null) return usage.model ? { model: usage.model } : {};
  const asked = events.filter((event) => event.type === 'model');
  const sum = (of: (event: (typeof asked)[number]) => number) => asked.reduce((all, event) => all + of(event), 0);
  const { withheld, passed, otherModels } = usage.model;
  const model = {
    input: sum((event) => event.usage.input),
    cachedInput: sum((event) => event.usage.cachedInput),
    cacheWrite: sum((event) => event.usage.cacheWrite),
    output: sum((event) => event.usage.output),
    costUsd: asked.some((event) => event.costUsd === null) ? null : sum((event) => event.costUsd ?? 0),
    ...(withheld && { withheld }),
    ...(passed && { passed }),
    ...(otherModels && { otherModels }),
  };
  return { model };
}

/** As the agent's own trajectory would have ended: with the limit that cut it. */
function renderEvents({ events, tree }: Prefix): string {
  const last = events.at(-1);
  const cut: Event[] =
    tree !== null && last
      ? [{ v: 1, seq: last.seq + 1, at: last.at, thread: 'main', type: 'limit', limit: 'turns', action: 'stop' }]
      : [];
  return [...events, ...cut].map((event) => `${JSON.stringify(event)}\n`).join('');
}
