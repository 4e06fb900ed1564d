import { z } from 'zod';
import { tryJson } from '../json.ts';
import { gradedScore, type LeaderboardRank, rankOnLeaderboard } from '../stats/medals.ts';
import { parseLeaderboard } from '../task/leaderboard.ts';
import type { MetricSpec } from '../task/verifiers/metric.ts';
import { admit } from './admit.ts';
import { type Logged, logOf, type Ran, runCommand } from './run-command.ts';
import { tailOf } from './tail.ts';
import { scoreOf, type VerifierResult, type VerifyRequest } from './verifier.ts';

const Report = z.object({ score: z.number() });

/** What a medal is worth: any of them half. */
const MEDALS = { gold: 1, silver: 0.75, bronze: 0.5 };

type Detail = {
  score: number | null;
  reason: string | null;
  rank: LeaderboardRank | null;
} & Partial<Logged>;

/**
 * Grades one file of a submission: TimeSeriesGym's artefact grading. The grader writes a score; nothing that it prints
 * counts, and a score beside a failing exit is none. A grader that throws, or writes no score, means an invalid
 * submission, worth 0.
 *
 * Of the submission only the graded file is there, on the task's own workspace: none of the agent's code can be what the
 * grader imports, so the score is out of its process.
 */
export async function verifyMetric(request: VerifyRequest<MetricSpec>): Promise<VerifierResult<Detail>> {
  const { spec, hidden, apart } = request;
  const artefact = findArtefact(request);
  if (!artefact) return conclude(request, { reason: `there is no ${spec.submission}` });
  const { files } = artefact;
  const ran = await runCommand(request, {
    files,
    kept: [],
    hidden,
    deleted: [],
    command: spec.command,
    minutes: spec.minutes,
  });
  const score = readScore(ran);
  if (typeof score === 'string') return conclude(request, { ran, reason: score });
  const leaderboard = apart.leaderboard ? readLeaderboard(apart.leaderboard) : [];
  return conclude(request, { ran, score, leaderboard });
}

/** The graded file as the submission has it: brought, or left as it was in the base. */
function findArtefact(request: VerifyRequest<MetricSpec>) {
  const { spec, layer } = request;
  const { files, deleted } = admit(request);
  const brought = files.filter(({ path }) => path === spec.submission);
  const isLeft = layer.manifest.get(spec.submission)?.kind === 'file' && !deleted.includes(spec.submission);
  return brought.length > 0 || isLeft ? { files: brought } : null;
}

/** The score, or why there is none. */
function readScore({ exitCode, report, stderr }: Ran): number | string {
  if (exitCode === null) return 'the grader ran out of time';
  const said = tailOf(stderr);
  if (exitCode !== 0) return `invalid: the grader exited with ${exitCode}${said}`;
  const { success, data } = Report.safeParse(tryJson(report.kind === 'ok' ? report.bytes.toString() : ''));
  return success ? gradedScore(data.score) : `invalid: the grader wrote no score${said}`;
}

/** Loading the task has found it right. */
function readLeaderboard(content: Buffer): number[] {
  const scores = parseLeaderboard(content.toString());
  if ('problem' in scores) throw new Error(`the leaderboard was never checked: ${scores.problem}`);
  return scores;
}

type Found = { ran?: Ran; reason?: string; score?: number; leaderboard?: readonly number[] };

function conclude(request: VerifyRequest<MetricSpec>, found: Found): VerifierResult<Detail> {
  const { ran, score = null, leaderboard = [] } = found;
  const rank = rankOnLeaderboard(score, leaderboard);
  const { value, reason } =
    score === null ? { value: 0, reason: found.reason } : worthOf(request.spec, { score, leaderboard, rank });
  return {
    score: scoreOf(request, { value, reason, assurance: 'out-of-process' }),
    detail: { score, reason: reason ?? null, rank, ...logOf(ran) },
  };
}

type Ranked = { score: number; leaderboard: readonly number[]; rank: LeaderboardRank | null };

function worthOf(spec: MetricSpec, { score, leaderboard, rank }: Ranked): { value: number; reason?: string } {
  const lowerIsBetter = rank?.lowerIsBetter ?? spec.direction === 'lower';
  const reaches = (bar: number): boolean => (lowerIsBetter ? score <= bar : score >= bar);
  if (spec.value === 'medal') {
    const value = rank?.medal ? MEDALS[rank.medal] : 0;
    const thresholds = `gold ${rank?.thresholds.gold}, silver ${rank?.thresholds.silver}, bronze ${rank?.thresholds.bronze}`;
    return value === 1 ? { value } : { value, reason: `${score} earns ${rank?.medal ?? 'no medal'}: ${thresholds}` };
  }
  if (spec.value === 'rank') {
    const others = leaderboard.filter(reaches).length;
    const value = others / leaderboard.length;
    return value === 1 ? { value } : { value, reason: `${score} is no worse than ${others} of ${leaderboard.length}` };
  }
  if (reaches(spec.value.pass)) return { value: 1 };
  return { value: 0, reason: `${score} is ${lowerIsBetter ? 'above' : 'below'} ${spec.value.pass}` };
}
