import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Purse } from '../budget/purse.ts';
import type { TrialState } from '../journal/record.ts';
import { currentOwner } from '../owner.ts';
import { ROOT } from '../package/root.ts';
import { takeTest, type WrittenTest } from '../strategy/generated-test.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { loadSubmission } from '../workspace/change.ts';
import { laneOf } from './lane.ts';
import { agentPhase, paidFile, tryPhase } from './phase.ts';
import { runRollout } from './rollout.ts';
import { benchOf, type SampleContext } from './sample-context.ts';
import { nthSeed } from './seed.ts';
import { sandboxSpec } from './trial.ts';

/** What they are told; anybody may replace it. */
export const TEST_WRITER = join(ROOT, 'prompts/test-writer.md');

type Settings = NonNullable<Strategy['tests']>;

/**
 * Has tests written, each in a metered rollout of its own on the repository as it is, and keeps those that reproduce the
 * issue there. One that was paid for is not written again; none is begun once the trial's budget is used up.
 */
export async function writeTests(
  context: SampleContext,
  settings: Settings,
  purse: Purse,
  before: TrialState | undefined,
): Promise<{ written: WrittenTest[]; missing: string[] } | { cause: string }> {
  const places: string[] = [];
  const missing: string[] = [];
  for (let n = 1; n <= settings.count; n += 1) {
    const key = `test ${n}`;
    const known = before?.charges.find((charge) => charge.key === key);
    const place = known ?? (await writeTest(context, settings, { key, n, purse, before }));
    if (place === null) missing.push(`${key}: the budget of the trial was used up`);
    else if ('cause' in place) return place;
    else places.push(place.place);
  }
  const taken = await tryPhase(context, { phase: 'pick', rollout: 1, firstTry: 1 }, async () => {
    const written: WrittenTest[] = [];
    for (const place of places) {
      const submission = await loadSubmission(join(context.folder, place, 'submission.json'));
      written.push(await takeTest(benchOf(context, 'original'), submission));
    }
    return { written };
  });
  return 'cause' in taken ? taken : { ...taken, missing };
}

type Asked = { key: string; n: number; purse: Purse; before: TrialState | undefined };

/** Where its rollout is; null where nothing is left to pay for it. */
async function writeTest(
  context: SampleContext,
  { turns, minutes }: Settings,
  { key, n, purse, before }: Asked,
): Promise<{ place: string } | { cause: string } | null> {
  const { plan, strategy, helpers, folder, append, signal, kind } = context;
  const left = purse.left();
  if (!left || !helpers.testWriter) return null;
  const { agent, model } = helpers.testWriter;
  // They are counted on from the candidates.
  const lane = laneOf(strategy.candidates + n);
  return tryPhase(context, agentPhase(context, lane, before), async (tryNumber, onUsed) => {
    const ids = { trial: plan.id, rollout: lane.rollout, try: tryNumber };
    await append({ type: 'started', ids, owner: currentOwner() });
    const place = lane.folderOf(tryNumber);
    const paid = paidFile(folder, lane);
    const rollout = await runRollout({
      plan: { ...plan, limits: { ...left, turns, minutes }, seed: nthSeed(plan.seed, lane.rollout) },
      agent,
      model,
      recorded: await context.recordedTest(key),
      tellAgent: true,
      checkpoints: false,
      start: null,
      folder: join(folder, place),
      manifest: context.prepared.layer.manifest,
      openSandbox: (more) => kind.open({ ...sandboxSpec(context, 'agent', lane.partOf(tryNumber)), ...more }),
      paid,
      onUsed,
      say: context.say,
      signal,
    });
    signal.throwIfAborted();
    await append({ type: 'charged', trial: plan.id, key, usage: rollout.usage, place });
    await rm(paid, { force: true });
    return { place };
  });
}
