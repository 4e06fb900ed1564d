import type { Pair, Vote } from './candidate.ts';

/** A candidate as a judge reads it. */
export type JudgedCandidate = { rollout: number; patch: string; trajectory: string };

/** `value` null: there is no verdict, and why. */
export type Judgement = { value: number | null; reason: string | null; votes: Vote[] };

/** Who tells candidates apart without running them. It has never seen the gold or a hidden test. */
export type CandidateJudge = {
  /** How likely it solves the issue. */
  judge(candidate: JudgedCandidate): Promise<Judgement>;
  /** Each two of them, asked in both orders. */
  compare(candidates: readonly JudgedCandidate[]): Promise<{ pairs: Pair[]; reasons: string[] }>;
};
