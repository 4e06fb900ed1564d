import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withForgotten } from '../gateway/paid-file.ts';
import type { Recording } from '../gateway/recorded.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { JUDGE_FOLDER } from './judging.ts';
import type { TrialPlan } from './plan.ts';
import { findRecorded, type RecordedRun } from './recorded-trial.ts';
import { openRecording } from './recording.ts';

/**
 * For a replay: what the judges of the recorded trial were answered, put where those of this one look first. A judge that
 * is shown the same asks the same, and nobody is paid.
 */
export async function keepJudgeAnswers(recorded: RecordedRun, plan: TrialPlan, folder: string): Promise<void> {
  const found = findRecorded(recorded, plan);
  if (!found) return;
  const from = join(recorded.folder.trial(found.trial), JUDGE_FOLDER);
  const to = join(folder, JUDGE_FOLDER);
  if (!existsSync(from) || existsSync(to)) return;
  await mkdir(folder, { recursive: true });
  await cp(from, to, { recursive: true });
  for (const name of (await readdir(to)).filter((name) => name.endsWith('.paid.jsonl'))) {
    const file = join(to, name);
    await writeFile(file, withForgotten(await readFile(file, 'utf8')));
  }
}

/** For a replay: what the writer of a test was answered; null where the recorded trial has no such test. */
export async function openRecordedTest(recorded: RecordedRun, plan: TrialPlan, key: string): Promise<Recording | null> {
  const found = findRecorded(recorded, plan);
  const charge = found?.charges.find((one) => one.key === key);
  if (!found || !charge) return null;
  const rollout = join(recorded.folder.trial(found.trial), charge.place);
  return openRecording({ events: await readTrajectory(join(rollout, 'trajectory.jsonl')), rollout });
}
